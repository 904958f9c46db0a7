"""What readers of pages without labels are given: words on the line of a value, own lines, stars, pagers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.extent import pages_linked
from cryptodrug_scraper.page.grouped_rows import with_rest
from cryptodrug_scraper.page.labelled import bare_lines, heading_text
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.parts import Age, Money
from cryptodrug_scraper.page.printed_times import parse_age
from cryptodrug_scraper.page.rated_within import level_within, stars_within
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.page.within import step_within
from cryptodrug_scraper.page.worded import worded


def page_of(markup: str) -> Document:
    """A page with some markup."""
    return Document(f"<html><body>{markup}</body></html>".encode(), PageContext())


@pytest.mark.parametrize(
    ("markup", "label", "text"),
    [
        ("<span>58 ventas</span>", "ventas", "58 ventas"),
        ("<p>Vista 2.933 veces · 188 vendidas</p>", "vendidas", "188 vendidas"),
        ("<span><svg><path d='M0'/></svg>desde España</span>", "desde", "España"),
        (
            "<td>Versand aus: Schweiz, nach: EU außer Finnland | <font>auf Lager: 21</font></td>",
            "nach",
            "EU außer Finnland",
        ),
        ("<td>Versand aus: Schweiz, nach: EU außer Finnland | <font>auf Lager: 21</font></td>", "auf Lager", "21"),
        ("<small>In stock</small>", "In stock", "In stock"),
        ("<li>Lid sinds <b>14-03-2017</b></li>", "Lid sinds", "14-03-2017"),
        ("<p>Zürich · dabei seit dem 3. Mai 2019</p>", "dabei seit dem", "3. Mai 2019"),
        ("<p>zwischen 3 und 12</p>", "12", None),
    ],
)
def test_values_with_their_words_on_the_line(markup: str, label: str, text: str | None) -> None:
    found = {
        each.label: each.text for each in worded(page_of(f"<div>{markup}</div>"), page_of(f"<div>{markup}</div>").root)
    }
    assert found.get(label) == text


def test_cells_and_divisions_are_lines_of_their_own_and_prose_is_none() -> None:
    page = page_of(f"<div><i>12 sold</i><i>3 left</i></div><p>{'word ' * 60}7</p><p class=a>9 views</p>")
    assert ["sold", "left"] == [each.label for each in worded(page, page.root, css("p.a")(page.root))]


def test_the_lines_of_an_element_that_hold_nothing_else() -> None:
    page = page_of(
        "<div><b>Ocena:</b> 5/5 <i>3 dni temu</i><br>Przyszło w 48 h,<br>szacun.<br><font>2 dni</font><br></div>"
    )
    (element,) = css("div")(page.root)
    assert "Przyszło w 48 h,\nszacun." == bare_lines(page, element)
    assert bare_lines(page, css("b")(page.root)[0]) == "Ocena:"
    assert bare_lines(page_of("<div><b>x</b></div>"), css("div")(page_of("<div><b>x</b></div>").root)[0]) is None


@pytest.mark.parametrize(
    ("markup", "heading", "text"),
    [
        ("<b>Warunki</b><p>W <b>pon.</b> i czw.</p><p><b>Klucz</b></p><pre>x</pre>", "Warunki", "W pon. i czw."),
        (
            "<table><tr><td><b>Opis</b><tr><td>a <b>b</b><br>c<tr><td><b>Zwroty</b><tr><td>d</table>",
            "Opis",
            "a b\nc",
        ),
        ("<details><summary>Condiciones</summary><div>Uno.<br>Dos.</div></details>Otro", "Condiciones", "Uno.\nDos."),
    ],
)
def test_a_heading_that_is_no_heading_by_its_tag_ends_at_the_next_of_its_kind(
    markup: str, heading: str, text: str
) -> None:
    page = page_of(f"<div>{markup}</div>")
    found = next(each for each in page.root.iter("b", "summary") if page.text(each) == heading)
    assert text == heading_text(page, found)


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("5/5", "5"),
        ("4,5 von 5 Sternen", "4.5"),
        ("4,5 su 5 (172 giudizi)", "4.5"),
        ("★★★★☆ há 3 dias", "4"),
        ("3 estrellas", "3"),
        ("rating-4", "4"),
        ("bilder/stars_3.png", "3"),
        ("stars star4.5", "4.5"),
        ("width: 90%", "4.5"),
        ("8/10", "4"),
        ("width: 71%", None),
        ("max-width: 80%", None),
        ("★ ★ ★ ☆ ☆", "3"),
        ("★★★★★★", None),
        ("giudizio: ◆◆◆◆◇", "4"),
        ("●●○○○ 3 maart", "2"),
        ("● op voorraad", None),
        ("◆◆◆◆◆◆", None),
        ("25 zakjes ★ uit de polder ★", None),
        ("Stufe 3", None),
        ("col-md-4", None),
        ("6/5", None),
    ],
)
def test_stars_that_a_text_a_class_or_a_width_states(text: str, stars: str | None) -> None:
    assert stars_within(text) == (None if stars is None else Decimal(stars))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("k***a (poziom 3)", 3),
        ("k***a, niv. 2", 2),
        ("Nivel 6", 6),
        ("Stufe: 12", 12),
        ("lvl.4", 4),
        ("level 3, level 4", None),
        ("L3", 3),
        ("L3 of 5", None),
        ("XL3", None),
        ("3", None),
    ],
)
def test_the_level_of_a_buyer(text: str, level: int | None) -> None:
    assert level == level_within(text)


@pytest.mark.parametrize(
    ("markup", "pages"),
    [
        ("<b>[1]</b> <a href='?s=2'>2</a> <a href='?s=2'>next</a>", (1, 2)),
        (
            "<a href='/c?p=1'>1</a><a href='/c?p=2' class=active>2</a><a href='/c?p=3'>3</a> … <a href='/c?p=88'>»</a>",
            (2, 88),
        ),
        ("<a href='/c/2/30'>3</a><b>4</b><a href='/c/2/60'>5</a><a href='/c/2/150'>Last</a>", (4, 11)),
        ("<a href='/c?p=1'>1</a><a aria-current=page href='/c?p=2'>2</a><a href='/c?p=3'>3</a>", (2, 3)),
        ("<a href='/c?p=1'><i>Page</i> <b>1</b></a><b>2</b><a href='/c?p=3'><i>Page</i> <b>3</b></a>", (2, 3)),
        ("<li><a href='/v/a'>Profile</a><li class=active><a href='/v/a/f'>Feedback <b>53</b></a>", None),
        ("<li><a href='/v/a'>Offers <b>8</b></a><li class=active><a href='/v/a/f'>Feedback <b>9</b></a>", None),
        ("<a href='/o/10'>10</a><a href='/o/11'>11</a>", None),
        ("<b>1</b>", None),
        ("<b>1</b><a href='/x'>2</a><i>1.204 offers in stock</i>", None),
    ],
)
def test_which_page_of_how_many_links_to_further_ones_tell(markup: str, pages: tuple[int, int] | None) -> None:
    page = page_of(f"<nav>{markup}</nav>")
    assert pages == pages_linked(page, css("nav")(page.root)[0])


def test_rows_behind_a_first_row_belong_to_it() -> None:
    page = page_of("<table><tr class=a><td>1<tr><td>2<tr><td>3<tr class=a><td>4<tr class=a><td>5<tr><td>6</table>")
    found = [
        (page.text(first), [page.text(each) for each in rest]) for first, rest in with_rest(css("tr.a")(page.root))
    ]
    assert [("1", ["2", "3"]), ("4", []), ("5", ["6"])] == found


@pytest.mark.parametrize(
    ("text", "amount", "step"),
    [
        ("Brume 5 g · 48,00 € · reçu en 3 jours", "48.00", "0.01"),
        ("lot 7 · 1 234,50 €", "1234.50", "0.01"),
        ("b***3 paid 12 EUR in 4.25 days", "12.00", "1"),
        ("0.03 BTC", "0.03", "0.01"),
    ],
)
def test_the_rounding_of_an_amount_is_not_that_of_other_numbers(text: str, amount: str, step: str) -> None:
    currency = "BTC" if "BTC" in text else "EUR"
    assert Money(Decimal(step), currency) == step_within(Money(Decimal(amount), currency), text)


@pytest.mark.parametrize("text", ["aujourd'hui", "Aujourd’hui à 14 h", "heute"])
def test_today_is_within_a_day(text: str) -> None:
    assert Age(least=0, most=86_400) == parse_age(text)
