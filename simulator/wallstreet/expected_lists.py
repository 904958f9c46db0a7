"""What a careful reader writes down of a page of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.site import Expected
from simulator.wallstreet.categories import CATEGORIES
from simulator.wallstreet.expected_values import origin_record, ships_to_fields, site_record
from simulator.wallstreet.markup import line_as_read
from simulator.wallstreet.place_names import origin, ships_to

if TYPE_CHECKING:
    from simulator.state import ListingState, VendorState
    from simulator.wallstreet.frame import Frame
    from simulator.wallstreet.selection import ListPage

__all__ = ["expected_list"]


def expected_list(frame: Frame, found: ListPage) -> Expected:
    """
    The market's categories, the cards and how many there are in all, and each vendor once.

    Cards are filed under the category that was chosen, as the form says. A table tells the vendors' levels as well, and
    no places.
    """
    records = [site_record(frame, prices=bool(found.listings))]
    counts = frame.category_counts()
    records += [
        {
            "record": "category",
            "category_id": node.category_id,
            "category_path": list(node.path),
            "listing_count": counts[node.category_id],
        }
        for node in CATEGORIES.values()
    ]
    records += [_card(frame, listing, found) for listing in found.listings]
    vendors = {listing.vendor.handle: listing.vendor for listing in found.listings}
    records += [_vendor(frame, vendor) for vendor in vendors.values()]
    total: dict[str, Any] = {"record": "page_total", "kind": "listing"}
    if not found.selection.filtered:
        total |= {"total": found.total, "pages": found.pages, "page": found.selection.page}
    return Expected("category_list", [*records, total], [] if found.listings else ["empty_list"])


def _vendor(frame: Frame, vendor: VendorState) -> dict[str, Any]:
    record: dict[str, Any] = {"record": "vendor", "vendor": vendor.handle, "seen_on": "card"}
    return record | {"level": vendor.level} if frame.settings.cards == "table" else record


def _card(frame: Frame, listing: ListingState, found: ListPage) -> dict[str, Any]:
    record: dict[str, Any] = {
        "record": "listing",
        "listing_id": str(listing.listing_id),
        "title": line_as_read(listing.title),
        "title_cut": False,
        "seen_on": "card",
        "vendor": listing.vendor.handle,
        "price": frame.amounts.money(listing.price),
        "price_unit": frame.labels.units[listing.unit],
        "prices": [frame.amounts.money(listing.price)],
    }
    if (category := found.selection.category) is not None:
        record |= {"category_id": category.category_id, "category_path": list(category.path)}
    if listing.digital or frame.settings.cards == "table":
        return record
    if place := origin(listing.origin, frame.labels, named=False):
        record["ships_from"] = origin_record(listing.origin, place)
    sentence, codes = ships_to(listing, frame.labels)
    if sentence:
        record |= ships_to_fields(listing, f"{sentence} {codes}".strip())
    return record
