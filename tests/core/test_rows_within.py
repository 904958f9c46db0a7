"""Rows of pages in the words of several languages: extents of lists, rates, steps of prices, delivery, variants."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.extent import read_extent, read_rates
from cryptodrug_scraper.page.extent_within import left_out_within, pages_within, total_within
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import UNSET, ExchangeRate, Money, PageTotal, PriceTier, ShippingOption, Variant
from cryptodrug_scraper.page.rows_within import (
    rates_within,
    shipping_within,
    tier_within,
    variant_within,
)
from cryptodrug_scraper.page.select import css


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("Página 2 de 7", (2, 7)),
        ("Side 12 af 12 »", (12, 12)),
        ("Page 1/3", (1, 3)),
        ("Strona 3 z 40", (3, 40)),
        ("Seite 3 von 2", None),
        ("Page 0 of 2", None),
        ("2 of 5", None),
        ("Page 1 of 2, page 2 of 2", None),
        ("Página 1.5 de 7", None),
    ],
)
def test_a_page_of_how_many(text: str, pages: tuple[int, int] | None) -> None:
    assert pages == pages_within(text)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("1-20 of 134 offers", 134),
        ("Anúncios: 1.345", 1345),
        ("Bewertungen (12)", 12),
        ("Showing 20 of 1,345 total listings", 1345),
        ("1\xa0204 annonces", 1204),
        ("4 derniers avis sur 171", 171),
        ("5 reviews of 3 reviews", None),
        ("3 reviews of 5 stars", 3),
        ("In tutto 34 giudizi", 34),
        ("1–10 su 15", 15),
        ("Nog 15 oudere beoordelingen", None),
        ("12 more reviews", None),
        ("20 per page", None),
        ("unverkäufliche Produkte 3", None),
        ("", None),
    ],
)
def test_how_many_entries_a_list_has(text: str, total: int | None) -> None:
    assert total == total_within(text)


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("Nog 15 oudere beoordelingen", 15),
        ("noch 7 Bewertungen", 7),
        ("12 more reviews", 12),
        ("1 204 avis plus anciens", 1204),
        ("20 otras opiniones", 20),
        ("134 offers", None),
        ("2 more pages of 12 offers", None),
        ("Side 1 af 3", None),
    ],
)
def test_how_many_entries_a_list_leaves_out(text: str, left_out: int | None) -> None:
    assert left_out == left_out_within(text)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("1 BTC = 3.412,55 €", ("BTC", "EUR", "3412.55")),
        ("BTC/USD $3400.12", ("BTC", "USD", "3400.12")),
        ("XMR: 48,20 EUR", ("XMR", "EUR", "48.20")),
        ("1 XMR 0,01329 BTC", ("XMR", "BTC", "0.01329")),
        ("EUR/CHF 1,1067", ("EUR", "CHF", "1.1067")),
        ("BTC 0.1 LTC 3", None),
        ("0.1 BTC (340 USD, 300 EUR)", None),
        ("BTC", None),
        ("1 BTC = 13 912,40 zł", ("BTC", "PLN", "13912.40")),
        ("€ 12,50 oder 0,0004 BTC", None),
        ("saldo: 0,00312 BTC | kurs: 1 BTC = 185 420,50 zł, godz. 14. 6. 2019, 14:03", ("BTC", "PLN", "185420.50")),
        ("1 BTC = 12 of 30 USD, 3 left", None),
        ("BTC 1.0 XMR 1.0 USD 4000 EUR 3600", None),
        ("USD 4000 EUR 3600 CHF 3900", None),
        ("Bitcoin (BTC) $0.00", None),
        ("opłata 4 %, 1 BTC = 5 LTC, 17 osób", None),
    ],
)
def test_a_rate_of_a_coin(text: str, rate: tuple[str, str, str] | None) -> None:
    found = rates_within(text, {"zł": "PLN"})
    assert found == (None if rate is None else (_rate(*rate),))


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("Kurs: 1 BTC = 13 912,40 zł | 1 EUR = 4,33 zł", [("BTC", "PLN", "13912.40"), ("EUR", "PLN", "4.33")]),
        ("1 BTC 3.207,45 € 1 XMR 42,63 €", [("BTC", "EUR", "3207.45"), ("XMR", "EUR", "42.63")]),
        ("1 BTC = 3500 USD, 1 XMR = 50 USD", [("BTC", "USD", "3500.00"), ("XMR", "USD", "50.00")]),
        ("BTC: $9,000.10 / €8,000 | 1 XMR = 50 USD", [("XMR", "USD", "50.00")]),
        (
            "Monero (XMR) US Dollar (USD) 81.40 Euro (EUR) 72,13 Franc (CHF) 80.02",
            [("XMR", "USD", "81.40"), ("XMR", "EUR", "72.13"), ("XMR", "CHF", "80.02")],
        ),
        (
            "BTC 1.0 mBTC 1000.0 XMR 70.5 EUR 4 912.3 SEK 51 009.0",
            [("BTC", "XMR", "70.5"), ("BTC", "EUR", "4912.3"), ("BTC", "SEK", "51009.0")],
        ),
    ],
)
def test_several_rates_in_one_text(text: str, rates: list[tuple[str, str, str]]) -> None:
    assert tuple(_rate(*rate) for rate in rates) == rates_within(text, {"zł": "PLN"})


def _rate(base: str, quote: str, rate: str) -> ExchangeRate:
    return ExchangeRate(base=base, quote=quote, rate=Decimal(rate))


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("5 - 9: 8,50 €", ("5", "9", "8.50")),
        ("1 a 4 € 10,00", ("1", "4", "10.00")),
        ("10+ 7,00 €", ("10", None, "7.00")),
        ("a partir de 25 unidades 6,10 €", ("25", None, "6.10")),
        ("€ 5,00 ab 2,5 Gramm", ("2.5", None, "5.00")),
        ("ab 10 170,28 €", ("10", None, "170.28")),
        ("od 5 EUR 80.00", ("5", None, "80.00")),
        ("€ 5,00", None),
        ("9 - 5: 8,50 €", None),
        ("mehr als 5: 5% auf 3,00 €", None),
        ("Quantity", None),
    ],
)
def test_a_step_of_a_bulk_price(text: str, tier: tuple[str, str | None, str] | None) -> None:
    found = tier_within(text)
    if tier is None:
        assert found is None
    else:
        most = None if tier[1] is None else Decimal(tier[1])
        assert found is not None
        assert (Decimal(tier[0]), most, eur(tier[2])) == (found.min_quantity, found.max_quantity, found.price)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("Carta registada (4 dias) + 6,50 € / encomenda", ("Carta registada", "6.50", "4", "encomenda")),
        ("Brief - 1-2 Werktage - 12,34 €", ("Brief", "12.34", "2", None)),
        ("Post DK + 25,00 € pro Paket", ("Post DK", "25.00", None, "paket")),
        ("Abholung, 3 Tage", ("Abholung", None, "3", None)),
        ("Gratis levering", ("Gratis levering", None, None, None)),
        ("priority - 3 days - EUR + 8.00 / order", ("priority", "8.00", "3", "order")),
        ("Päckchen – ab 100 € Warenwert 4 Tage 8,49 €", ("Päckchen – ab 100 € Warenwert", "8.49", "4", None)),
        ("Colis à partir de 50,00 € 2,10 €", ("Colis à partir de 50,00 €", "2.10", None, None)),
        ("Gratis a partir de 100 € 3-5 días gratis", ("Gratis a partir de 100 €", None, "5", None)),
        ("List od 3,50 €", ("List od", "3.50", None, None)),
        ("Personlig afhentning", None),
        ("24,00 €", None),
    ],
)
def test_a_way_of_delivery(text: str, option: tuple[str, str | None, str | None, str | None] | None) -> None:
    found = shipping_within(text)
    if option is None:
        assert found is None
    else:
        label, price, days, per = option
        said = ShippingOption(
            label,
            None if price is None else eur(price),
            UNSET if days is None else Decimal(days),
            UNSET if per is None else per,
        )
        assert said == found


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("25 stk. - 90,00 €", Variant("25 stk.", eur("90.00"))),
        ("5 g: 45,00 € (3 left)", Variant("5 g", eur("45.00"), 3)),
        ("90,00 €", None),
        ("Velg en variant", None),
    ],
)
def test_a_variant_of_an_offer(text: str, variant: Variant | None) -> None:
    assert variant == variant_within(text)


def test_what_elements_state_is_added_and_what_they_do_not_is_an_issue() -> None:
    page = Document(
        b"<p class=n>Side 2 af 7</p><p class=n>134 annoncer</p><i>1 BTC = 3.400,00 EUR</i><i>BTC</i><b>x</b>",
        PageContext(),
    )
    read_extent(page, "listing", css("p.n")(page.root))
    read_rates(page, css("i")(page.root))
    read_extent(page, "review", css("b")(page.root))

    assert [
        PageTotal(kind="listing", total=134, page=2, pages=7),
        ExchangeRate(base="BTC", quote="EUR", rate=Decimal("3400.00")),
    ] == page.records
    assert ["field_unreadable", "field_unreadable"] == [issue.code for issue in page.issues]


def test_what_the_end_of_a_page_cuts_is_not_read() -> None:
    page = Document(b"<html><body><div><p>Page 1 of 5", PageContext(), complete=False)
    read_extent(page, "listing", css("p")(page.root))
    assert [] == page.records


def test_a_sites_own_signs_of_currencies_are_read_in_every_row() -> None:
    signs = {"zł": "PLN"}
    price = Money(Decimal("1150.00"), "PLN")
    assert PriceTier(Decimal(1), None, price, "szt.") == tier_within("1 szt. 1 150,00 zł", signs)
    assert ShippingOption("List polecony", price) == shipping_within("List polecony 1 150,00 zł", signs)
    assert Variant("duży słoik", price) == variant_within("duży słoik 1 150,00 zł", signs)


@pytest.mark.parametrize(
    ("text", "label", "price"),
    [
        ("Priporočeno SLO 3,12 €", "Priporočeno SLO", "3.12"),
        ("Brev Norge gratis", "Brev Norge", None),
        ("Hent i postboks: gratis", "Hent i postboks", None),
        ("Free shipping", "Free shipping", None),
        ("Pikalähetys (1.50 € lahjoitus): + 15,50 €", "Pikalähetys", "15.50"),
        ("gratis", "gratis", None),
    ],
)
def test_a_way_of_delivery_is_named_without_what_it_costs(text: str, label: str, price: str | None) -> None:
    found = shipping_within(text)
    assert found is not None
    assert (label, price) == (found.label, None if not found.price else str(found.price.amount))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5 - 9 Stk.: 8,50 €", "Stk."),
        ("da 3 a 10 pz 16,20 €", "pz"),
        ("od 10 kos: 5 €", "kos"),
        ("from 100 g 4.20 USD", "g"),
        ("5-9 8,50 €/g", "g"),
        ("5+ kos 12,50 € / kos", "kos"),
        ("5 for $40", UNSET),
        ("10 or more: 5 €", UNSET),
        ("10+ 4,50 €", UNSET),
        ("3 EUR 5.00", UNSET),
    ],
)
def test_a_step_of_a_price_has_the_unit_that_stands_behind_its_quantity(text: str, unit: object) -> None:
    found = tier_within(text)
    assert found is not None
    assert unit == found.unit
