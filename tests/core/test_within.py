"""Values among other words: what is left of an offer, in the words of many languages, and masked names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cryptodrug_scraper.page.price_unit import unit_within
from cryptodrug_scraper.page.rated_within import rating_within
from cryptodrug_scraper.page.records import UNSET, Money, OrderLimits, Rating, Stock
from cryptodrug_scraper.page.within import (
    amounts_within,
    mask_within,
    order_limits,
    stock_within,
)


@pytest.mark.parametrize(
    ("text", "stock"),
    [
        ("In stock", Stock(available=True)),
        ("Noch verfügbar", Stock(available=True)),
        ("På lager", Stock(available=True)),
        ("Nicht auf Lager", Stock(value=0)),
        ("Op dit moment uitverkocht", Stock(value=0)),
        ("Not available", Stock(value=0)),
        ("Indisponible", Stock(value=0)),
        ("In stock: 12", Stock(value=12)),
        ("Sold out (0 left)", Stock(value=0)),
        ("Unlimited items available", Stock(unlimited=True)),
        ("Escrow", None),
        ("", None),
        ("3 - 5 left", None),
    ],
)
def test_what_is_left_is_a_number_or_none_without_limit_or_some(text: str, stock: Stock | None) -> None:
    assert stock == stock_within(text)


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("de j***a, há 3 dias", "j***a"),
        ("j . . . s", "j...s"),
        ("j***a e m***o", None),
        ("x" + "*" * 40 + "y", "x" + "*" * 40 + "y"),
        ("x" + "*" * 41 + "y", None),  # a row of signs is a rule between texts, and may be as long as a page
        (". " * 5000, None),
    ],
)
def test_a_masked_name_has_a_few_signs_for_what_is_hidden(text: str, mask: str | None) -> None:
    assert mask == mask_within(text)


def test_limits_of_an_order_are_known_one_after_the_other() -> None:
    least = order_limits(UNSET, least=2)
    assert OrderLimits(min=Decimal(2)) == least
    assert OrderLimits(min=Decimal(2), max=Decimal(50)) == order_limits(least, most=50)
    assert OrderLimits(min=None, max=Decimal(50)) == order_limits(order_limits(None, most=50), least=None)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("190,- Kč / g 0,00102 BTC", "g"),
        ("from $14.50 per item", "item"),
        ("12,50 € pro Stück", "Stück"),
        ("€ 5,00 za 1 ks", "ks"),
        ("gram", "gram"),
        ("12 € je 5 g", "5 g"),
        ("$5 (12% off)", None),
        ("$5 / Germany", None),
        ("5 g for $12", None),
        ("", None),
    ],
)
def test_what_a_price_is_for_stands_behind_its_amount(text: str, unit: str | None) -> None:
    assert unit == unit_within(text, {"Kč": "CZK"})


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("190,- Kč", "190.00", "CZK"),
        ("€ 1.250,-", "1250.00", "EUR"),
        ("12,– €", "12.00", "EUR"),
        ("CHF 12.-", "12.00", "CHF"),
    ],
)
def test_a_whole_amount_has_a_dash_behind_it(text: str, amount: str, currency: str) -> None:
    assert (Money(Decimal(amount), currency),) == amounts_within(text, {"Kč": "CZK"})


def test_a_range_is_no_whole_amount() -> None:
    assert amounts_within("5,-10 EUR") == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("4,75 / 5 from 1,412 ratings · 97.6% positive", 1412),
        ("4,75/5 aus 97 Bewertungen", 97),
        ("4.75 / 5", UNSET),
        ("4,75 von 5 (1.318)", 1318),
        ("4,75 von 5 (12) (13)", UNSET),
        ("4.75 / 5 from 12 ratings, 3 reviews", UNSET),
        ("12 sales, 4.75 / 5", UNSET),
    ],
)
def test_a_mean_has_the_number_of_ratings_where_it_is_said(text: str, count: int) -> None:
    assert Rating(mean=Decimal("4.75"), scale=5, count=count) == rating_within(text)
