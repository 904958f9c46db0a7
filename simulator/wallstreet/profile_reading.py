"""What a careful reader writes down of a vendor's page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from simulator.site import Reading
from simulator.wallstreet.profile import mean_stars, offers_by_category, seen_state
from simulator.wallstreet.texts import as_read, line_as_read

if TYPE_CHECKING:
    from simulator.state import VendorState
    from simulator.wallstreet.profile import Tab
    from simulator.wallstreet.view import View

__all__ = ["profile_reading"]

_KINDS = {"info": "vendor_profile", "pgp": "vendor_pgp", "offers": "vendor_offers"}


def profile_reading(view: View, vendor: VendorState, tab: Tab) -> Reading:
    """The vendor, and the listings of its offers tab. A vendor without an offer is an empty list."""
    record = _vendor(view, vendor)
    records = [view.site_record(prices=False), record]
    issues: list[str] = []
    if tab == "info":
        record["profile"] = as_read(vendor.profile)
    elif tab == "pgp":
        record["pgp_key"] = vendor.pgp_key.strip() or None
        record["pgp_fingerprint"] = vendor.pgp_fingerprint if vendor.pgp_key else None
    else:
        offers = _offers(view, vendor)
        records = [view.site_record(prices=bool(offers)), record, *offers, {"record": "page_total", "kind": "listing"}]
        if not offers:
            issues.append("empty_list")
    return Reading(_KINDS[tab], records, issues)


def _vendor(view: View, vendor: VendorState) -> dict[str, Any]:
    dated = seen_state(vendor, view.snapshot.instant) == "date"
    record: dict[str, Any] = {
        "record": "vendor",
        "vendor": vendor.handle,
        "seen_on": "page",
        "trusted": vendor.trusted,
        "on_vacation": vendor.on_vacation,
        "last_active": _day(vendor.last_active) if dated else None,
        "member_since": _day(vendor.joined),
        "experience": vendor.experience,
        "level": vendor.level,
        "sales": {"value": vendor.sales, "exact": True},
    }
    if (mean := mean_stars(view, vendor.handle, 0)) is not None:
        record["rating"] = {"mean": f"{mean // 100}.{mean % 100:02d}", "scale": 5}
    return record


def _offers(view: View, vendor: VendorState) -> list[dict[str, Any]]:
    return [
        {
            "record": "listing",
            "listing_id": str(listing.listing_id),
            "title": line_as_read(listing.title),
            "title_cut": False,
            "seen_on": "card",
            "vendor": vendor.handle,
            "category_path": list(leaf.path),
            "price": view.figures.money(listing.price),
            "price_unit": view.words.units[listing.unit],
            "prices": [view.figures.money(listing.price)],
        }
        for leaf, listings in offers_by_category(view, vendor.handle)
        for listing in listings
    ]


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
