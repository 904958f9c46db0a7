"""Offers as no vendor makes them: each function gives pages that hold ``n`` of what its name says."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, islice
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.records import Category, ExchangeRate, PriceTier, ShippingOption, TextExclusion
from tests.campaigns.growing.pages import Page, dollars, letters, listing, place, rating

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SHAPES"]

_CODES = (
    *("AT", "BE", "BG", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR"),
    *("HU", "IE", "IT", "LT", "LU", "LV", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
)


def prices_and_ways(n: int) -> Iterator[Page]:
    """Prices by quantity and ways of delivery of one listing, with as many ratings that print amounts."""
    tiers = [PriceTier(Decimal(i), Decimal(i), dollars(50 + i / 10)) for i in range(1, n + 1)]
    ways = [ShippingOption(f"post {letters(i)}", dollars(5 + i / 100)) for i in range(1, n + 1)]
    offer = listing("77", seen_on="page", price_tiers=tiers, shipping_options=ways)
    rows = [
        rating(i, 10, listing_id="77", comment=letters(i), amount=dollars(70 + i / 7), amount_step=dollars(0.01))
        for i in range(1, n + 1)
    ]
    yield Page("empire", "listing", "/item/77", 40, [offer, *rows])


def prices_in_turn(n: int) -> Iterator[Page]:
    """One listing with another price in each capture, with as many ratings of any time."""
    for i in range(n):
        offer = listing("77", seen_on="page", price=dollars(50 + 6000 * (i % 7) + i))
        yield Page("empire", "listing", "/item/77", 3 * i, [offer])
    rows = [rating(i, 1, 3 * n, listing_id="77", comment=letters(i)) for i in range(1, n + 1)]
    yield Page("empire", "listing_feedback", "/item/77", 3 * n, rows)


def prices_at_once(n: int) -> Iterator[Page]:
    """Cards of one listing, each with another price, in three captures, and as many ratings."""
    for look in range(3):
        cards = [listing("77", price=dollars(10 + 7 * i + look)) for i in range(1, n + 1)]
        rows = [rating(i, 1, 50, listing_id="77", comment=letters(i)) for i in range(1, n + 1)]
        yield Page("empire", "category_list", f"/all/{look}", 60 + 5 * look, [*cards, *rows])


def origins_in_turn(n: int) -> Iterator[Page]:
    """Listings of one vendor, each sent from a set of countries of its own, another one in each capture."""
    sets = [("BE", "NL", *codes) for codes in islice(combinations(_CODES[2:], 4), 4 * n)]
    for look in range(4):
        cards = [listing(str(i), ships_from=place(*sorted(set(sets[i * 4 + look])))) for i in range(n)]
        yield Page("empire", "category_list", "/all", 40 + 5 * look, cards[: n - 1] if look == 1 else cards)


def origins_that_move(n: int) -> Iterator[Page]:
    """A vendor whose listings change to another country, one at each capture; others are seen at the end only."""
    for i in range(n):
        cards = [listing(f"a{i % 5}", ships_from=place(_CODES[i % 28])), listing(f"b{i}", ships_from=place("BE"))]
        yield Page("empire", "category_list", "/all", 3 * i, cards)


def alike(n: int) -> Iterator[Page]:
    """Listings of one vendor with one title, price and origin, and as many ratings of one text."""
    cards = [listing(str(i), title="hasj", ships_from=place("BE")) for i in range(1, n + 1)]
    rows = [rating(i, 10, listing_title="hasj") for i in range(1, n + 1)]
    yield Page("empire", "vendor_feedback", "/u/kaasboer", 40, [*cards, *rows])


def categories(n: int) -> Iterator[Page]:
    """Categories of a menu, on as many pages as there are listings."""
    menu = [
        Category(category_id=str(i), category_path=[f"rubriek {letters(i)}"], listing_count=i) for i in range(1, n + 1)
    ]
    for look in range(20):
        cards = [listing(str(i), category_path=[f"rubriek {letters(i)}"]) for i in range(1, n + 1)]
        yield Page("empire", "category_list", f"/all/{look}", 40 + 5 * look, [*cards, *menu])


def currencies(n: int) -> Iterator[Page]:
    """Rates of currencies that nobody knows, in captures of three months."""
    for look in range(4):
        rates = [ExchangeRate(base="BTC", quote=f"X{letters(i)}", rate=Decimal(i)) for i in range(1, n + 1)]
        rates.append(ExchangeRate(base="BTC", quote="USD", rate=Decimal(4000)))
        yield Page("dream", "category_list", "/all", 30 * look, [listing("1"), *rates])


def exclusions(n: int) -> Iterator[Page]:
    """A listing whose text rules out many destinations, in captures that each rule out others."""
    for look in range(3):
        said = [TextExclusion(_CODES[i % 28], "description", f"niet {letters(i)} {look}") for i in range(1, n + 1)]
        offer = listing("77", seen_on="page", description=f"hasj {look}", excluded_in_text=said)
        yield Page("empire", "listing", "/item/77", 40 + 5 * look, [offer])


SHAPES = (
    prices_and_ways,
    prices_in_turn,
    prices_at_once,
    origins_in_turn,
    origins_that_move,
    alike,
    categories,
    currencies,
    exclusions,
)
