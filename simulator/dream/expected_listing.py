"""Records of listings, on cards and on their own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.dream.addresses import offer_id
from simulator.dream.amounts import card_price, listing_prices, shipping_prices
from simulator.dream.cards import card_title, route
from simulator.dream.categories import category_of
from simulator.dream.expected_values import place, prices
from simulator.dream.listing import coins, destination_text, origin_text
from simulator.dream.markup import block, one_line
from simulator.dream.place_names import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.dream.categories import Category
    from simulator.dream.frame import Frame
    from simulator.state import ListingState

    Record = dict[str, Any]

__all__ = ["card_record", "listing_offer", "listing_on_page"]

_CUT_FROM = 48
"""Cards cut titles at 50 characters or, with white space at the cut, before: a title this long may be cut."""
_NOWHERE = "digital"
"""The origin that vendors write for digital goods: it names no place, though their cards say ``WW``."""


def _routes(listing: ListingState) -> Record:
    """Origin and destination as a listing's page gives them: a row that is not there is not shown."""
    origin, destination = origin_text(listing), destination_text(listing)
    found: Record = {}
    if origin:
        nowhere = origin.casefold() == _NOWHERE
        codes = listing.origin if listing.origin_words.strip() else listed(listing.origin)
        found["ships_from"] = place(origin, () if nowhere else codes, digital=nowhere)
    if destination:
        seen = place(destination, listed(listing.destinations), listing.excluded)
        found["ships_to"] = None if seen is None else _without(seen, listing.excluded_in_text)
        if listing.excluded:
            found["excluded_in_field"] = sorted(set(listing.excluded))
    if listing.excluded_in_text:
        found["excluded_in_text"] = sorted(listing.excluded_in_text)
    return found


def _without(seen: Record, ruled_out: Sequence[str]) -> Record:
    """A destination without what the listing's text rules out: the text wins over the row."""
    codes = [code for code in seen["codes"] if code not in ruled_out]
    return seen | {"codes": codes, "excluded": sorted({*seen["excluded"], *ruled_out})}


def card_record(
    frame: Frame,
    listing: ListingState,
    *,
    category: Category | None = None,
    owned: bool = False,
    promoted: bool = False,
) -> Record:
    """Return the record of a listing as a card shows it."""
    title = card_title(listing)
    record: Record = {
        "record": "listing",
        "listing_id": listing_offer(listing),
        "title": title,
        "title_cut": len(title) >= _CUT_FROM,
        "seen_on": "card",
        "vendor": listing.vendor.handle,
        "payment": ["escrow"] if "escrow" in listing.payment else [],
    }
    record |= prices([card_price(listing, frame.viewer.currency, frame.rates)])
    if category is not None:
        record |= {"category_id": str(category.category_id), "category_path": list(category.path)}
    if promoted:
        record["promoted"] = True
    if not owned:
        origin, destination = route(listing)
        record["ships_from"] = place(origin, listed(listing.origin))
        record["ships_to"] = place(destination, listed(listing.destinations))
    return record


def listing_offer(listing: ListingState) -> str:
    """Return the id by which records name a listing."""
    return offer_id(listing.listing_id)


def listing_on_page(frame: Frame, listing: ListingState) -> Record:
    """A listing as its own page shows it."""
    vendor = listing.vendor
    category = category_of(listing.product)
    currency = frame.viewer.currency
    record: Record = {
        "record": "listing",
        "listing_id": listing_offer(listing),
        "title": one_line(listing.title),
        "title_cut": False,
        "seen_on": "page",
        "vendor": vendor.handle,
        "category_id": str(category.category_id),
        "category_path": list(category.path),
        "payment": ["escrow"] if "escrow" in listing.payment else [],
        "description": block(listing.description) or None,
    }
    record |= prices(listing_prices(listing, currency, frame.rates))
    record |= _routes(listing)
    if vendor.terms.strip():
        record["terms"] = block(vendor.terms)
    if listing.shipping:
        record["shipping_options"] = [
            {
                "label": one_line(option.label),
                "price": prices(shipping_prices(option.price, currency, frame.rates))["price"],
            }
            for option in listing.shipping
        ]
    accepted = coins(frame, listing)
    if accepted:
        record["accepted_coins"] = accepted
    return record
