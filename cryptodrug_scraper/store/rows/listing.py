"""Turn listings, and the lists within them, into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.facts import ListingFacts
from cryptodrug_scraper.store.rows.page_rows import empty_fields
from cryptodrug_scraper.store.rows.place import add_exclusions, excluded_destinations
from cryptodrug_scraper.store.rows.stated import stated
from cryptodrug_scraper.store.rows.values import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.page.records import Listing, Money
    from cryptodrug_scraper.store.rows.page_rows import PageRows

__all__ = ["add_listings"]

_LISTS = frozenset({"prices", "price_tiers", "shipping_options", "variants"})
_IN_PARTS = ("order_limits",)
_RANK = {"page": 0, "card": 1}
_NO_FACTS = ListingFacts()


def add_listings(rows: PageRows, listings: Sequence[tuple[int, Listing]], facts: Mapping[int, ListingFacts]) -> None:
    """
    Add the rows of a page's listings, each given with its place among the page's records.

    If a page states one listing more than once, its own page counts before cards, and the first before the others.

    Args:
        rows: what the rows are added to.
        listings: the listings.
        facts: what is sold, by the place of the listing; a listing without an entry says nothing of it.
    """
    best: dict[str, int] = {}
    for ordinal, listing in sorted(listings, key=lambda pair: (_RANK[pair[1].seen_on], pair[0])):
        if listing.listing_id is not None:
            best.setdefault(listing.listing_id, ordinal)
    for ordinal, listing in listings:
        price_ordinal = _add_prices(rows, ordinal, listing)
        rows.add(
            "listing_observation",
            stated(rows, listing) | stated(rows, facts.get(ordinal, _NO_FACTS)),
            ordinal=ordinal,
            price_ordinal=price_ordinal,
            is_repeat=listing.listing_id is not None and best[listing.listing_id] != ordinal,
            destination_excluded=excluded_destinations(listing),
            empty_fields=empty_fields(listing, _LISTS, _IN_PARTS),
        )
        _add_lists(rows, ordinal, listing)
        add_exclusions(rows, ordinal, listing)


def _add_prices(rows: PageRows, listing: int, of: Listing) -> int | None:
    """Add the prices of a listing, the first one excepted that is its price: of that, return the place in the list."""
    place = None
    said = shown(of.price)
    for number, price in enumerate(shown(of.prices) or ()):
        amount, currency = rows.money(price, "prices")
        if amount is None:
            continue
        if place is None and said is not None and _same(price, said):
            place = number
        else:
            own = {"listing_ordinal": listing, "ordinal": number}
            rows.add("listing_price", **own, amount=amount, currency=currency)
    return place


def _same(one: Money, other: Money) -> bool:
    """Whether two amounts are the same to the last digit, as the database writes it."""
    same = one.amount == other.amount and one.currency == other.currency
    return same and (one.amount is other.amount or f"{one.amount:f}" == f"{other.amount:f}")


def _add_lists(rows: PageRows, listing: int, said: Listing) -> None:
    """Add the tiers of its price, but those whose quantity the database cannot hold, ways of delivery and variants."""
    for number, tier in enumerate(shown(said.price_tiers) or ()):
        values = stated(rows, tier, "price_tiers.")
        if values["min_quantity"] is not None:
            rows.add("price_tier", values, listing_ordinal=listing, ordinal=number)
    for number, option in enumerate(shown(said.shipping_options) or ()):
        rows.add("shipping_option", stated(rows, option, "shipping_options."), listing_ordinal=listing, ordinal=number)
    for number, variant in enumerate(shown(said.variants) or ()):
        rows.add("listing_variant", stated(rows, variant, "variants."), listing_ordinal=listing, ordinal=number)
