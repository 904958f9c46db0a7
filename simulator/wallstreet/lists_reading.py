"""What a careful reader writes down of a page of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.site import Reading
from simulator.wallstreet.categories import CATEGORIES
from simulator.wallstreet.places import origin, origin_record, ships_to, ships_to_fields
from simulator.wallstreet.texts import line_as_read

if TYPE_CHECKING:
    from simulator.state import ListingState, VendorState
    from simulator.wallstreet.selection import ListPage
    from simulator.wallstreet.view import View

__all__ = ["list_reading"]


def list_reading(view: View, found: ListPage) -> Reading:
    """
    The market's categories, the cards and how many there are in all, and each vendor once.

    Cards are filed under the category that was chosen, as the form says. A table tells the vendors' levels as well, and
    no places.
    """
    records = [view.site_record(prices=bool(found.listings))]
    counts = view.category_counts()
    records += [
        {
            "record": "category",
            "category_id": node.category_id,
            "category_path": list(node.path),
            "listing_count": counts[node.category_id],
        }
        for node in CATEGORIES.values()
    ]
    records += [_card(view, listing, found) for listing in found.listings]
    vendors = {listing.vendor.handle: listing.vendor for listing in found.listings}
    records += [_vendor(view, vendor) for vendor in vendors.values()]
    total: dict[str, Any] = {"record": "page_total", "kind": "listing"}
    if not found.selection.filtered:
        total |= {"total": found.total, "pages": found.pages, "page": found.selection.page}
    return Reading("category_list", [*records, total], [] if found.listings else ["empty_list"])


def _vendor(view: View, vendor: VendorState) -> dict[str, Any]:
    record: dict[str, Any] = {"record": "vendor", "vendor": vendor.handle, "seen_on": "card"}
    return record | {"level": vendor.level} if view.settings.cards == "table" else record


def _card(view: View, listing: ListingState, found: ListPage) -> dict[str, Any]:
    record: dict[str, Any] = {
        "record": "listing",
        "listing_id": str(listing.listing_id),
        "title": line_as_read(listing.title),
        "title_cut": False,
        "seen_on": "card",
        "vendor": listing.vendor.handle,
        "price": view.figures.money(listing.price),
        "price_unit": view.words.units[listing.unit],
        "prices": [view.figures.money(listing.price)],
    }
    if (category := found.selection.category) is not None:
        record |= {"category_id": category.category_id, "category_path": list(category.path)}
    if listing.digital or view.settings.cards == "table":
        return record
    if place := origin(listing.origin, view.words, named=False):
        record["ships_from"] = origin_record(listing.origin, place)
    sentence, codes = ships_to(listing, view.words)
    if sentence:
        record |= ships_to_fields(listing, f"{sentence} {codes}".strip())
    return record
