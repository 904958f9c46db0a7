"""Ratings by windows of time: tables whichever way they lie, lines, and what must not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.feedback_table import feedback_tables, look_for_windows, read_windows
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.parts import FeedbackWindow
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.page.told_sign import sign_in_words
from cryptodrug_scraper.page.window_words import period_of

if TYPE_CHECKING:
    from cryptodrug_scraper.page.parts import Sign

_WEATHER: dict[str, Sign] = {"slunce": "positive", "mrak": "neutral", "dest": "negative"}
_MONTH, _HALF, _YEAR = (
    FeedbackWindow("1m", 12, 1, 0),
    FeedbackWindow("6m", 1204, 3, 2),
    FeedbackWindow("12m", 1300, 4, 2),
)
_ALL = FeedbackWindow("all", 1400, 4, 5)


def table(*rows: tuple[object, ...], cell: str = "td") -> str:
    """A table of rows, of which the first has the heads."""
    return "<table>{}</table>".format(
        "".join(f"<tr>{''.join(f'<{cell}>{said}</{cell}>' for said in row)}</tr>" for row in rows)
    )


def picture(name: str) -> str:
    return f'<img src="/img/{name}.png" alt="{name}">'


def icon(names: str) -> str:
    return f'<span class="{names}"></span>'


def page(body: str) -> Document:
    return Document(f"<html><body>{body}</body></html>".encode(), PageContext(None))


def read(body: str, words: dict[str, Sign] | None = None) -> list[FeedbackWindow] | None:
    """What a page with a body states by windows."""
    document = page(body)
    return read_windows(document, document.root, words)


def by_window(*heads: str, windows: tuple[str, str, str] = ("1 month", "6 months", "12 months")) -> str:
    """A table whose rows are windows, with the heads of its columns where there are some."""
    head = [("", *heads)] if heads else []
    return table(*head, (windows[0], 12, 1, 0), (windows[1], "1,204", 3, 2), (windows[2], "1 300", 4, 2))


def by_sign(*heads: str, windows: tuple[str, str, str] = ("1 month", "6 months", "12 months")) -> str:
    """The same table the other way round."""
    return table(("", *windows), (heads[0], 12, "1.204", "1'300"), (heads[1], 1, 3, 4), (heads[2], 0, 2, 2), cell="th")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        *(
            (text, "1m")
            for text in ("1 month", "last 30d", "30 days", "1m", "za měsíc", "letzter Monat", "dernier mois")
        ),
        *((text, "1m") for text in ("últimos 30 dias:", "1 maand", "за месяц", "30 päivää")),
        *((text, "6m") for text in ("6 months", "6M", "půl roku", "za půl roku", "halbes Jahr", "half jaar", "½ year")),
        *((text, "6m") for text in ("half a year", "six months", "180 days", "6 derniers mois", "полгода", "semestre")),
        *((text, "12m") for text in ("12 months", "1 year", "past year", "365 days", "ultimi 12 mesi", "за год", "1y")),
        *((text, "all") for text in ("total", "All time", "celkem", "gesamt", "totaal", "totale", "razem", "всего")),
        *((text, "all") for text in ("koko aika", "i alt", "Ohlasy celkem", "yhteensä")),
        *(
            (text, "other")
            for text in ("3 months", "90 days", "1 week", "2 years", "Quartal", "today", "this month", "dieses Jahr")
        ),
        *(
            (text, None)
            for text in (
                "6 - 12 months",
                "older than 6 months",
                "> 1 year",
                "over 6 months",
                "přes rok",
                "12 months ago",
            )
        ),
        *((text, None) for text in ("", "6", "Total sales", "Positive", "1 month 6 months", "total 3", "x" * 100)),
    ],
)
def test_a_window_in_the_words_of_many_languages(text: str, period: str | None) -> None:
    assert period_of(text) == period


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        *((text, "positive") for text in ("Positive", "positiv", "Pozitivní", "Positifs", "+", "(+)", "👍", "Happy")),
        *((text, "neutral") for text in ("Neutral:", "neutre", "Neutraal", "нейтральные", "0", "😐")),
        *(
            (text, "negative")
            for text in ("Negative feedback", "negatywne", "−", "-", "отрицательные", "☹", "schlecht")
        ),
        *(
            (text, None)
            for text in ("Positive %", "positive and negative", "Sales", "", "goods", "10", "Positive rate")
        ),
    ],
)
def test_a_sign_in_the_words_of_many_languages(text: str, sign: Sign | None) -> None:
    assert sign_in_words(text) == sign


@pytest.mark.parametrize(
    "heads",
    [
        ("Positive", "Neutral", "Negative"),
        ("Positivas", "Neutras", "Negativas"),
        ("+", "0", "-"),
        ("👍", "😐", "👎"),
        (icon("glyphicon glyphicon-plus-sign"), icon("glyphicon glyphicon-record text-muted"), icon("fa fa-minus")),
        (icon("fa fa-thumbs-o-up"), icon("fa fa-meh-o"), icon("fa fa-thumbs-o-down")),
        (icon("dot dot-green"), icon("dot dot-gray"), icon("dot dot-red")),
        (picture("smile"), picture("neutral"), picture("frown")),
        ('<img src="/i/fb_plus.gif?v=2">', '<img src="/i/fb_neutral.gif">', '<img src="/i/fb_minus.gif">'),
        ('<i title="Good"></i>', '<i title="Neutral"></i>', '<i title="Bad"></i>'),
        ('<svg><use href="#icon-smile"></use></svg>', '<svg><use href="#icon-meh"></use></svg>', picture("negative")),
        (f"{icon('text-danger glyphicon-star')} Positive", "Neutral", "Negative"),
    ],
)
def test_columns_and_rows_are_told_by_words_signs_and_pictures(heads: tuple[str, str, str]) -> None:
    for body in (by_window(*heads), by_sign(*heads)):
        document = page(body)
        found = look_for_windows(document, document.root)
        assert [_MONTH, _HALF, _YEAR] == found.windows
        assert not found.by_order


@pytest.mark.parametrize(
    "windows",
    [
        ("30 dní", "půl roku", "rok"),
        ("letzter Monat", "letzte 6 Monate", "letzte 12 Monate"),
        ("1 maand", "half jaar", "1 jaar"),
        ("1 mois", "6 mois", "12 mois"),
        ("últimos 30 días", "6 meses", "1 año"),
        ("30 дней", "6 месяцев", "12 месяцев"),
        ("1 kk", "6 kk", "12 kk"),
    ],
)
def test_windows_are_told_in_many_languages(windows: tuple[str, str, str]) -> None:
    heads = ("+", "0", "-")
    assert read(by_window(*heads, windows=windows)) == read(by_sign(*heads, windows=windows)) == [_MONTH, _HALF, _YEAR]


def test_columns_in_another_order_and_others_beside_them() -> None:
    heads = ("", "Negative", "Total", "Positive", "Positive %", "Neutral")
    rows = (
        ("All time", 5, 1409, 1400, "99 %", 4),
        ("1 month", 0, 13, 12, "92 %", 1),
        ("3 months", 1, 99, 98, "98 %", 2),
    )
    assert read(table(heads, *rows)) == [_MONTH, _ALL]
    sums = table(("", "1 month", "Total"), ("Good", 12, 1400), ("Neutral", 1, 4), ("Bad", 0, 5), ("Sum", 13, 1409))
    assert read(sums) == [_MONTH, _ALL]


def test_a_row_of_another_time_is_no_head() -> None:
    assert read(table(("Today", 2, 0, 0), ("1 month", "+12", 1, "-0"), ("this year", 40, 1, 1))) == [_MONTH]


def test_the_words_of_a_site_tell_its_pictures() -> None:
    body = by_window(picture("dest"), picture("mrak"), picture("slunce"))
    assert read(body, _WEATHER) == [
        FeedbackWindow("1m", 0, 1, 12),
        FeedbackWindow("6m", 2, 3, 1204),
        FeedbackWindow("12m", 2, 4, 1300),
    ]


@pytest.mark.parametrize("heads", [(), (picture("a"), picture("b"), picture("c")), ("", "", "")])
def test_three_columns_that_nothing_tells_are_in_their_usual_order_and_this_is_said(heads: tuple[str, ...]) -> None:
    document = page(by_window(*heads))
    found = look_for_windows(document, document.root)
    assert ([_MONTH, _HALF, _YEAR], True) == (found.windows, found.by_order)
    assert found.names == [name for name in "abc" if heads and heads[0]]


def test_numbers_tell_their_columns_where_no_head_does() -> None:
    assert read(table(("1 month", "-1", "+12"), ("total", "−2", "+30"))) == [
        FeedbackWindow("1m", 12, None, 1),
        FeedbackWindow("all", 30, None, 2),
    ]
    coloured = "".join(f'<td class="{name}">{number}</td>' for name, number in (("neg", 0), ("neu", 1), ("pos", 12)))
    assert read(f"<table><tr><td>1 month</td>{coloured}</tr></table>") == [_MONTH]


def test_a_number_that_is_not_printed_is_none() -> None:
    rows = (("1 month", "", "-", "–"), ("6 months", "7 (70 %)", 1, "2 (20,5%)"))
    assert read(table(("", "+", "0", "-"), *rows)) == [
        FeedbackWindow("1m", None, None, None),
        FeedbackWindow("6m", 7, 1, 2),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>30 days: 12 / 1 / 0</li><li>All time: 1,400 / 4 / 5</li></ul>",
        "<dl><dt>30 days</dt><dd>12 positive, 1 neutral, 0 negative</dd><dt>Total</dt><dd>+1400 / 4 / -5</dd></dl>",
        f"<p>Last month {picture('plus')} 12 {picture('meh')} 1 {picture('minus')} 0<br>total: ☀ 1400 ☁ 4 ☂ 5</p>",
        '<p>1m <b class="green">12</b> <b class="gray">1</b> <b class="red">0</b><br>all 👍1400 😐4 👎5</p>',
        "<p>Negative: none</p><ul><li>1 month: negative 0, positive 12, neutral 1</li><li>all: 1400|4|5</li></ul>",
        table(("30 days", "12 / 1 / 0"), ("total", "1400 / 4 / 5")),
        "<div><div><i></i><i>+</i><i>0</i><i>-</i></div>{}</div>".format(
            "".join(
                f"<div><b>{each}</b></div>"
                for each in ("1 month</b><i>12</i><i>1</i><b>0", "all</b><i>1400</i><i>4</i><b>5")
            )
        ),
    ],
)
def test_lines_and_blocks_are_read_as_tables_are(body: str) -> None:
    assert read(body) == [_MONTH, _ALL]


@pytest.mark.parametrize(
    "body",
    [
        table(("Period", "Sales", "Orders", "Disputes"), ("1 month", 3, 2, 1), ("6 months", 5, 4, 1)),
        table(("", "+", "0", "-"), ("1 month", "98 %", "1 %", "1 %"), ("6 months", 5, 1, 1)),
        table(("", "+", "0", "-"), ("1 month", "50+", 1, 1), ("6 months", 60, 1, 1)),
        table(("", "+", "0", "-"), ("1 month", "<b>12</b> <i>345</i>", 1, 1)),
        table(("", "+", "0", "-"), ("1 month", 30, 1, 1), ("6 months", 5, 1, 1)),  # ages that do not overlap
        table(("", "+", "0", "-"), ("1 month", 3, 1, 1), ("30 days", 5, 1, 1)),
        table(("", "Positive", "positiv", "-"), ("1 month", 3, 1, 1)),
        table(("", "", "", "", ""), ("1 month", 3, 1, 1, 2), ("6 months", 5, 1, 1, 3)),
        table(("", "", "+", ""), ("1 month", 3, 1, 1), ("6 months", 5, 1, 1)),
        table(("", "+", "0", "-"), ("1 month", "-3", 1, 1)),
        by_window("+", "0", "-") + table(("", "+", "0", "-"), ("1 month", 99, 0, 0)),  # as a buyer, perhaps
    ],
)
def test_what_can_be_taken_in_two_ways_is_none_and_an_issue(body: str) -> None:
    document = page(body)
    assert read_windows(document, document.root) is None
    assert [issue.code for issue in document.issues] == ["field_unreadable"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        table(("Level", 4), ("Sales", 120)),
        table(("", "Positive", "Negative"), ("As vendor", 3, 1), ("Total", 5, 1)),
        table(("Quantity", "Price"), ("1 month", "13 EUR"), ("12 months", "90 EUR")),
        table(("", "+", "-"), ("older than 6 months", 3, 1), ("6 - 12 months", 5, 1)),
        table(("total", 3, 2, 1)),
        table(("As buyer", 9, 0, 1), ("total", 30, 2, 1)),
        "<ul><li>30 days: 12 / 1 / 0</li></ul>",
        "<p>Total: 1 / 2 / 3</p>",
        "<p>I have sold 12, 1, 0 in 30 days</p>",
        "<ul><li>1 month</li><li>6 months</li></ul>",
        f"<div>{'<div>' * 150}1 month: +3 / 0 / -1{'</div>' * 150}</div>",
    ],
)
def test_what_is_no_such_table_is_none_and_no_issue(body: str) -> None:
    document = page(body)
    assert (None, []) == (read_windows(document, document.root), document.issues)


def test_a_table_within_another_and_a_title_above_it() -> None:
    inner = by_window("+", "0", "-").replace("<table>", '<table><tr><th colspan="4">Feedback</th></tr>', 1)
    assert read(table(("Level", 4), ("Sales", inner))) == [_MONTH, _HALF, _YEAR]


def test_the_same_table_twice_says_the_same() -> None:
    assert read(by_window("+", "0", "-") + by_sign("+", "0", "-")) == [_MONTH, _HALF, _YEAR]


def test_of_several_elements_those_that_can_be_read_come_first() -> None:
    shares = table(("", "+", "0", "-"), ("1 month", "98 %", "1 %", "1 %"))
    document = page(table(("Level", 4), ("Sales", 120)) + shares + by_window("+", "0", "-"))
    tables = css("table")(document.root)
    assert [tables[2], tables[1]] == feedback_tables(document, tables)
    assert not document.issues
