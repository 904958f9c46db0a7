"""Records of listings, on cards and on their own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.empire.categories import category_of
from simulator.empire.expected_values import day, in_coin, money, place, text
from simulator.empire.listing import payments
from simulator.empire.lists import coins_of
from simulator.empire.markup import TITLE_BYTES, one_line
from simulator.empire.ordering import tier_bounds
from simulator.empire.place_names import destination_codes, destination_names, origin_code, place_name

if TYPE_CHECKING:
    from simulator.empire.frame import Frame
    from simulator.state import ListingState

__all__ = ["card", "home_card", "listing_on_page"]

Record = dict[str, Any]


def home_card(frame: Frame, listing: ListingState) -> Record:
    """A paid-for card of the home page: its title is cut, and of its categories only the last is named."""
    whole = listing.title.encode()
    return _head(listing, "card") | {
        "title": one_line(whole[:TITLE_BYTES].decode(errors="ignore")),
        "title_cut": len(whole) > TITLE_BYTES,
        "category_path": list(category_of(listing.product).path[-1:]),
        "price": money(frame, listing.price),
        "prices": [money(frame, listing.price)],
        "promoted": True,
    }


def card(frame: Frame, listing: ListingState) -> Record:
    """A card of a list or store: two levels of its category, and the price in the first coin that it takes."""
    return _head(listing, "card") | {
        "category_path": list(category_of(listing.product).path[-2:]),
        "price": money(frame, listing.price),
        "prices": [
            money(frame, listing.price),
            *(in_coin(frame, listing.price, coin) for coin in coins_of(listing)[:1]),
        ],
        "accepted_coins": coins_of(listing),
        "stock": _stock(listing),
        **_automatic(listing),
        "sold": {"value": listing.sold, "exact": True},
        "views": listing.views,
        "promoted": listing.sticky > 0,
    }


def listing_on_page(frame: Frame, listing: ListingState, tab: str) -> Record:
    """
    A listing on one of its pages.

    The market has no field for exclusions: those that can be read are in the vendor's text.

    Args:
        frame: of the viewer.
        listing: the listing that is shown.
        tab: ``desc`` (which has the tags), ``feedback`` or ``refund`` (which has the refund policy).
    """
    origin = origin_code(listing.origin)
    record = _head(listing, "page") | {
        "category_path": list(category_of(listing.product).path),
        "price": money(frame, listing.price),
        "prices": [
            money(frame, listing.price),
            *(in_coin(frame, listing.price, coin) for coin in coins_of(listing)),
        ],
        "shipping_options": _shipping(frame, listing),
        "ships_from": place(place_name(origin), [origin]),
        "ships_to": place(
            destination_names(listing.destinations),
            destination_codes(listing.destinations),
            listing.excluded_in_text,
        ),
        "payment": [*payments(listing)],
        "accepted_coins": coins_of(listing),
        "product_class": "digital" if listing.digital else "physical",
        "stock": _stock(listing),
        **_automatic(listing),
        "sold": {"value": listing.sold, "since": day(listing.created), "exact": True},
        "on_vacation": listing.vendor.on_vacation,
        "description": text(listing.description),
    }
    if listing.excluded_in_text:
        record["excluded_in_text"] = sorted(listing.excluded_in_text)
    if listing.tiers:
        record["price_tiers"] = [
            {"min_quantity": str(least), "max_quantity": str(most), "price": money(frame, tier.unit_price)}
            for tier, (least, most) in zip(listing.tiers, tier_bounds(listing), strict=True)
        ]
    if tab == "desc":
        record["tags"] = [one_line(tag) for tag in listing.tags]
    if tab == "refund":
        record["refund_policy"] = text(listing.vendor.refund_policy)
    return record


def _head(listing: ListingState, seen_on: str) -> Record:
    return {
        "record": "listing",
        "listing_id": str(listing.listing_id),
        "title": one_line(listing.title),
        "title_cut": False,
        "seen_on": seen_on,
        "vendor": listing.vendor.handle,
        "category_id": str(category_of(listing.product).number),
    }


def _stock(listing: ListingState) -> Record:
    """Return the smaller of the quantity left and the items for automatic dispatch."""
    amounts = [amount for amount in (listing.stock, listing.auto_dispatch) if amount is not None]
    return {"value": min(amounts)} if amounts else {"unlimited": True}


def _automatic(listing: ListingState) -> Record:
    """What is said of the items for automatic dispatch, where there are any."""
    return {} if listing.auto_dispatch is None else {"automatic": {"value": listing.auto_dispatch}}


def _shipping(frame: Frame, listing: ListingState) -> list[Record]:
    """The ways of sending; of what has none, the market's own way, which does not say what its price is for."""
    nothing = {"amount": "0.00", "currency": frame.amounts.currency}
    return [
        {
            "label": one_line(way.label),
            "days": str(way.days or 0),
            "price": money(frame, way.price),
            "per": way.per,
        }
        for way in listing.shipping
    ] or [{"label": "default", "days": "1", "price": nothing, "per": None}]
