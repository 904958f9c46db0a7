"""What a careful reader writes down of a vendor's page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from simulator.site import Expected
from simulator.wallstreet.expected_values import site_record
from simulator.wallstreet.markup import as_read, line_as_read
from simulator.wallstreet.vendor import PAGE_KINDS, mean_stars, offers_by_category, seen_state

if TYPE_CHECKING:
    from simulator.state import VendorState
    from simulator.wallstreet.frame import Frame
    from simulator.wallstreet.vendor import Tab

__all__ = ["expected_vendor"]


def expected_vendor(frame: Frame, vendor: VendorState, tab: Tab) -> Expected:
    """The vendor, and the listings of its offers tab. A vendor without an offer is an empty list."""
    record = _vendor(frame, vendor)
    records = [site_record(frame, prices=False), record]
    issues: list[str] = []
    if tab == "info":
        record["profile"] = as_read(vendor.profile)
    elif tab == "pgp":
        record["pgp_key"] = vendor.pgp_key.strip() or None
        record["pgp_fingerprint"] = vendor.pgp_fingerprint if vendor.pgp_key else None
    else:
        offers = _offers(frame, vendor)
        records = [
            site_record(frame, prices=bool(offers)),
            record,
            *offers,
            {"record": "page_total", "kind": "listing"},
        ]
        if not offers:
            issues.append("empty_list")
    return Expected(PAGE_KINDS[tab], records, issues)


def _vendor(frame: Frame, vendor: VendorState) -> dict[str, Any]:
    dated = seen_state(vendor, frame.snapshot.instant) == "date"
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
    if (mean := mean_stars(frame, vendor.handle, 0)) is not None:
        record["rating"] = {"mean": f"{mean // 100}.{mean % 100:02d}", "scale": 5}
    return record


def _offers(frame: Frame, vendor: VendorState) -> list[dict[str, Any]]:
    return [
        {
            "record": "listing",
            "listing_id": str(listing.listing_id),
            "title": line_as_read(listing.title),
            "title_cut": False,
            "seen_on": "card",
            "vendor": vendor.handle,
            "category_path": list(leaf.path),
            "price": frame.amounts.money(listing.price),
            "price_unit": frame.labels.units[listing.unit],
            "prices": [frame.amounts.money(listing.price)],
        }
        for leaf, listings in offers_by_category(frame, vendor.handle)
        for listing in listings
    ]


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
