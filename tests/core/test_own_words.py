"""What readers read of the words of one site, of values among others, and of blocks that are built alike."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.page import extent_within, rated_within, rows_within, within
from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.extent import rates_text, read_extent, read_rates
from cryptodrug_scraper.page.labelled import labelled, unstruck
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.parts import Money, PriceTier, Rating, ShippingOption, Stock
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.printed_times import parse_age
from cryptodrug_scraper.page.records import ExchangeRate, PageTotal
from cryptodrug_scraper.page.route_within import arrowed
from cryptodrug_scraper.page.select import css, linked
from cryptodrug_scraper.page.worded import worded

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.page.parts import Sign

_STOCKS = {"hyllyssä": "available", "ei hyllyssä": "sold_out", "loputon": "unlimited"}
_DAY, _WEEK = timedelta(days=1).total_seconds(), timedelta(weeks=1).total_seconds()


def page(body: str) -> Document:
    """A page with a body."""
    return Document(f"<html><body>{body}</body></html>".encode(), PageContext(None))


@pytest.mark.parametrize(
    ("reads", "text", "expected"),
    [
        (within.leading_count, "8 of 10", 8),
        (within.leading_count, "1.204, lost: 3", 1204),
        (within.leading_count, "level 8", None),
        (within.bracketed_count, "b***7 (1,204)", 1204),
        (within.bracketed_count, "kovi (4.85)", None),
        (within.bracketed_count, "(12) kovi", None),
        (within.mean_within, "4,71", Rating(mean=Decimal("4.71"), scale=5)),
        (within.mean_within, "47", None),
        (within.mean_within, "4.7 (12)", None),
        (rated_within.rating_within, "4,88 stjerner af 5", Rating(mean=Decimal("4.88"), scale=5)),
        (rated_within.rating_within, "4.8/5 4.8/5", Rating(mean=Decimal("4.8"), scale=5)),
        (within.share_within, "90,7 % 90,7 %", Decimal("90.7")),
        (within.share_within, "90 % of 95 %", None),
        (within.coins_within, "pays in Bitcoin, XMR / btc", ["BTC", "XMR"]),
        (within.coins_within, "THC and DHL", None),
        (within.parts_within, "fast, no scams ,cheap", ["fast", "no scams", "cheap"]),
        (within.parts_within, "fast cheap", ["fast", "cheap"]),
        (within.stock_within, "нет в наличии", Stock(value=0)),
        (within.stock_within, "в наличии", Stock(available=True)),
        (rated_within.bare_stars, "Оценка: 4", Decimal(4)),
        (rated_within.bare_stars, "Оценка: 40", None),
        (extent_within.total_beside, "318 arviota · sivu 3 / 32", 318),
        (extent_within.total_beside, "Side 2 af 17 · 1.037 varer · gå til: 1 2 3 … 17", 1037),
        (extent_within.total_beside, "3 / 32 · 10 a page · 318 in all", None),
        (within.amounts_within, "POSTI 4,90 €", (Money(Decimal("4.90"), "EUR"),)),  # STI is no currency
        (within.amounts_within, "0.5BTC / mBTC 12.5", (Money(Decimal("0.5"), "BTC"), Money(Decimal("0.0125"), "BTC"))),
        (
            rows_within.shipping_within,
            "POSTI 4,90 €",
            ShippingOption(label="POSTI", price=Money(Decimal("4.90"), "EUR")),
        ),
        (rows_within.days_within, "Doręczono w 1 dzień", 1),
        (rows_within.days_within, "дошло за 3 дня", 3),
    ],
)
def test_a_value_among_others(reads: Callable[[str], Any], text: str, expected: object) -> None:
    assert expected == reads(text)


@pytest.mark.parametrize(
    ("text", "low", "high", "price"),
    [
        ("1 $38.00 -", 1, None, "38.00"),
        ("5-9 $152.00 7.9%", 5, 9, "152.00"),
        ("10+ $140.00 (-15.2 %)", 10, None, "140.00"),
    ],
)
def test_a_step_of_a_price_beside_what_it_saves(text: str, low: int, high: int | None, price: str) -> None:
    most = None if high is None else Decimal(high)
    expected = PriceTier(min_quantity=Decimal(low), max_quantity=most, price=Money(Decimal(price), "USD"))
    assert expected == rows_within.tier_within(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hyllyssä", Stock(available=True)),
        ("ei hyllyssä juuri nyt", Stock(value=0)),  # the longest word decides
        ("hyllyssä 4 kpl", Stock(value=4)),
        ("loputon", Stock(unlimited=True)),
        ("kysy", None),
    ],
)
def test_stock_by_words_of_one_site(text: str, expected: Stock | None) -> None:
    assert expected == within.stock_within(text, _STOCKS)


def test_payment_signs_and_nothing_by_words_of_one_site() -> None:
    assert ["escrow", "finalize_early"] == within.payments_within("Turvatili / FE", {"turvatili": "escrow"})
    assert within.payments_within("Turvatili") is None
    signs: dict[str, Sign] = {"godt": "positive", "ikke godt": "negative"}
    assert ["positive", "negative", None] == [within.sign_within(text, signs) for text in ("GODT", "ikke godt", "nå")]
    assert ["tak", None, None] == [within.written(text, ("(ingen ord)",)) for text in ("tak", "(ingen ord)", "")]


def test_labels_are_one_of_two_parts_of_blocks_that_are_built_alike() -> None:
    below = "".join(
        f'<div class="col"><div class="h5">{value}</div><small>{label}</small></div>'
        for value, label in (("5,217", "Sales"), ("99.1%", "Positive"), ("19 <small>(2 lost)</small>", "Disputes"))
    )
    before = (
        '<li><span class="k">Origin</span><span>Spain</span></li><li><span class="k">Sold</span><span>7</span></li>'
    )
    said = page(f'<div class="row">{below}</div><ul>{before}</ul><ul><li><b>Alone</b><i>9</i></li></ul>')
    assert [
        ("Sales", "5,217"),
        ("Positive", "99.1%"),
        ("Disputes", "19 (2 lost)"),
        ("Origin", "Spain"),
        ("Sold", "7"),
    ] == [(each.label, each.text) for each in labelled(said, said.root)]


def test_what_is_asked_of_a_row_does_not_grow_with_the_number_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Element] = []
    read = Document.text

    def count_and_read(document: Document, element: Element) -> str:
        asked.append(element)
        return read(document, element)

    monkeypatch.setattr(Document, "text", count_and_read)
    times = []
    for count in (40, 400):
        asked.clear()
        words = [f"{chr(97 + number // 26 % 26)}{chr(97 + number % 26)}" for number in range(count)]
        said = page("".join(f"<div><b>{number}</b><small>{word}</small></div>" for number, word in enumerate(words)))
        assert words == [each.label for each in labelled(said, said.root)]
        times.append(len(asked))
    assert times[1] <= 11 * times[0]


def test_links_beside_their_counts_are_no_labels() -> None:
    menu = "".join(f'<li><a href="/c/{n}">{name}</a><span>{n}0</span></li>' for n, name in ((1, "Hash"), (2, "Weed")))
    said = page(f"<ul>{menu}</ul>")
    assert [] == labelled(said, said.root)


def test_badges_stand_apart_from_the_line_that_they_are_written_in() -> None:
    said = page(
        '<div><span class="badge">Escrow</span> 1,120 sold <span class="float-right">12 left</span></div>'
        "<p>Last seen 12 minutes ago</p>"
    )
    found = {each.label: each.text for each in worded(said, said.root)}
    assert {
        "sold": "1,120 sold",
        "Escrow": "Escrow",
        "left": "12 left",
        "Last seen": "12 minutes ago",
    }.items() <= found.items()


def test_one_block_without_a_link_is_an_empty_list_and_several_are_another_layout() -> None:
    link = css("a")
    empty, other = page("<p>Her er tomt.</p>"), page("<p>En</p><p><b>To</b></p>")
    mixed = page('<p><a href="/1">En</a></p><p>To</p>')
    for said in (empty, other, mixed):
        found = linked(said, css("p")(said.root), link)
        assert ["En"] * (said is mixed) == [said.text(each) for each in found]
    assert [("empty_list", "info")] == [(each.code, each.severity) for each in empty.issues]
    assert ["field_unreadable"] * 2 == [each.code for each in other.issues]
    assert ["a block without a link: 'To'"] == [each.detail for each in mixed.issues]


def test_what_is_struck_out_and_what_is_drawn() -> None:
    said = page(
        '<p><s class="old">$82.50</s> <b>$70.00</b><del> 9</del></p>'
        '<div><i class="fa fa-globe"></i> Spain <i class="fas fa-long-arrow-alt-right"></i> <em>EU</em></div>'
    )
    (price,), (way,) = css("p")(said.root), css("div")(said.root)
    assert ("$70.00", "Spain → EU") == (unstruck(said, price), arrowed(said, way))


def test_rates_of_a_table_have_the_currencies_of_their_columns() -> None:
    heads, cells = "<th></th><th>USD</th><th>EUR</th>", "<td>BTC</td><td>13,104.52</td><td>11,088.20</td>"
    said = page(f"<table><tr>{heads}</tr><tr>{cells}</tr></table><table><tr><td>XMR</td><td>9</td></tr></table>")
    rows = css("tr:has(td)")(said.root)
    read_rates(said, rows[:1])
    assert [
        ExchangeRate(base="BTC", quote="USD", rate=Decimal("13104.52")),
        ExchangeRate(base="BTC", quote="EUR", rate=Decimal("11088.20")),
    ] == said.records
    assert "XMR 9" == rates_text(said, rows[1])


def test_a_total_is_read_beside_the_number_of_the_page() -> None:
    said = page("<p>Strona 2 z 7 · 61 cudów</p>")
    read_extent(said, "listing", css("p")(said.root))
    assert [PageTotal(kind="listing", page=2, pages=7, total=61)] == said.records


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("3 дня назад", 3 * _DAY, 4 * _DAY),
        ("неделю назад", _WEEK, 2 * _WEEK),
        ("вчера в 9:05", 0, 2 * _DAY),
        ("сьогодні", 0, _DAY),
        ("3 дні тому", 3 * _DAY, 4 * _DAY),
    ],
)
def test_ages_in_russian_and_ukrainian(text: str, least: float, most: float) -> None:
    age = parse_age(text)
    assert age is not None
    assert (least, most) == (age.least, age.most)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Россия и Беларусь", ["BY", "RU"]),
        ("страны ЕС", ["EU"]),
        ("Весь мир", ["WORLD"]),
        ("Польща, Україна", ["PL", "UA"]),
        ("США", ["US"]),
        ("Отправка быстро", []),
    ],
)
def test_places_in_russian_and_ukrainian(text: str, codes: list[str]) -> None:
    assert codes == list(parse_place(text).codes)
