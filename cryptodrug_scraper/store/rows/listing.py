"""Offers, and the lists within them, as rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.facts import NO_FACTS, ListingFacts
from cryptodrug_scraper.page.records import Counter, Listing, OrderLimits, Place, Stock
from cryptodrug_scraper.store.rows.place import add_places, excluded_destinations
from cryptodrug_scraper.store.rows.reading import empty_fields, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from msgspec import UnsetType

    from cryptodrug_scraper.store.rows.reading import Reading, Row

__all__ = ["Enrich", "add_listings"]

Enrich = Callable[[str, Listing], ListingFacts]
"""Gives the facts of a listing of a market."""

_LISTS = frozenset({"prices", "price_tiers", "shipping_options"})
_RANK = {"page": 0, "card": 1}


def add_listings(reading: Reading, listings: Sequence[tuple[int, Listing]], enrich: Enrich) -> None:
    """
    Add the rows of a page's listings, each given with its place among the page's records.

    Where the page states one offer more than once, its own page comes before cards, and the first before the others.
    """
    best: dict[str, int] = {}
    for ordinal, listing in sorted(listings, key=lambda pair: (_RANK[pair[1].seen_on], pair[0])):
        if listing.listing_id is not None:
            best.setdefault(listing.listing_id, ordinal)
    for ordinal, listing in listings:
        is_repeat = listing.listing_id is not None and best[listing.listing_id] != ordinal
        facts = NO_FACTS if reading.market is None else enrich(reading.market, listing)
        name = reading.row_id("listing", ordinal)
        row = _listing_row(reading, listing, facts)
        listing_id, vendor = row[0], row[4]
        reading.tables["listing_observation"].append((name, *reading.seen(ordinal), is_repeat, *row))
        _add_prices(reading, name, listing)
        add_places(reading, (name, is_repeat, listing_id, vendor), listing, facts)


def _listing_row(reading: Reading, listing: Listing, facts: ListingFacts) -> Row:
    limits = listing.order_limits
    sold = listing.sold
    stock = listing.stock
    empty = empty_fields(listing, _LISTS)
    if isinstance(limits, OrderLimits):
        empty += [f"order_limits.{name}" for name in empty_fields(limits)]
    return (
        *(reading.key(listing.listing_id, "listing_id"), listing.seen_on, listing.title, listing.title_cut),
        *(reading.key(listing.vendor, "vendor"), shown(listing.category_id), shown(listing.category_path)),
        *(*reading.money(listing.price, "price"), shown(listing.price_unit)),
        reading.decimal(limits.min, "order_limits.min") if isinstance(limits, OrderLimits) else None,
        reading.decimal(limits.max, "order_limits.max") if isinstance(limits, OrderLimits) else None,
        *_place(listing.ships_from),
        listing.ships_from.excluded if isinstance(listing.ships_from, Place) else None,
        *_place(listing.ships_to),
        excluded_destinations(listing, facts),
        *(shown(listing.payment), shown(listing.accepted_coins), shown(listing.product_class)),
        reading.number(stock.value, "stock") if isinstance(stock, Stock) else None,
        shown(stock.unlimited) if isinstance(stock, Stock) else None,
        *(_counter(reading, sold, "sold")),
        *(reading.number(listing.views, "views"), shown(listing.on_vacation), shown(listing.promoted)),
        *(reading.text(listing.description), reading.text(listing.terms), reading.text(listing.refund_policy)),
        *(shown(listing.tags), empty),
        *(facts.drug_class, facts.substance, reading.decimal(facts.quantity_grams, "quantity_grams")),
        *(reading.decimal(facts.quantity_units, "quantity_units"), facts.quantity_unit),
    )


def _place(place: Place | UnsetType | None) -> Row:
    return (place.raw, place.kind, place.codes) if isinstance(place, Place) else (None, None, None)


def _counter(reading: Reading, counter: Counter | UnsetType | None, name: str) -> Row:
    if not isinstance(counter, Counter):
        return (None, None, None)
    return (reading.number(counter.value, name), shown(counter.since), shown(counter.exact))


def _add_prices(reading: Reading, name: UUID, listing: Listing) -> None:
    at = reading.at
    for number, price in enumerate(shown(listing.prices) or ()):
        amount, currency = reading.money(price, "prices")
        if amount is not None:
            reading.tables["listing_price"].append((name, number, at, amount, currency))
    for number, tier in enumerate(shown(listing.price_tiers) or ()):
        quantity = reading.decimal(tier.min_quantity, "price_tiers.min_quantity")
        if quantity is None:
            continue
        limit = reading.decimal(tier.max_quantity, "price_tiers.max_quantity")
        price_of_tier = reading.money(tier.price, "price_tiers.price")
        reading.tables["price_tier"].append((name, number, at, quantity, limit, shown(tier.unit), *price_of_tier))
    for number, option in enumerate(shown(listing.shipping_options) or ()):
        days = reading.decimal(option.days, "shipping_options.days")
        surcharge = reading.money(option.price, "shipping_options.price")
        row = (name, number, at, option.label, days, *surcharge, shown(option.per))
        reading.tables["shipping_option"].append(row)
