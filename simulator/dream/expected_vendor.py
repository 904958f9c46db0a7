"""Records of vendors, behind a name on any page and on their own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.dream.badges import external_records
from simulator.dream.counts import rounded_down
from simulator.dream.dates import day
from simulator.dream.reviews import mean_stars

if TYPE_CHECKING:
    from simulator.dream.frame import Frame
    from simulator.state import VendorState

    Record = dict[str, Any]

__all__ = ["vendor_on_page", "vendor_record"]


def vendor_record(frame: Frame, vendor: VendorState, seen_on: str) -> Record:
    """A vendor by what stands behind the name."""
    stars = frame.stars(vendor.handle)
    mean = mean_stars(stars)
    record: Record = {
        "record": "vendor",
        "vendor": vendor.handle,
        "seen_on": seen_on,
        "sales": {"value": rounded_down(vendor.sales), "exact": False},
        "rating": None if mean is None else {"mean": str(mean), "scale": 5, "count": rounded_down(sum(stars))},
    }
    external = external_records(vendor)
    if external:
        record["external_ratings"] = external
    return record


def vendor_on_page(frame: Frame, vendor: VendorState) -> Record:
    """A vendor as both tabs show it."""
    record = vendor_record(frame, vendor, "page")
    record |= {
        "finalize_early": vendor.finalize_early,
        "member_since": day(vendor.joined).isoformat(),
        "last_active": day(vendor.last_active).isoformat(),
    }
    if vendor.banned:
        record["banned"] = True
    elif vendor.on_vacation:
        record["on_vacation"] = True
    if vendor.trusted:
        record["trusted"] = True
    if frame.new:
        trust, distrust = vendor.trust_votes
        record["trust_votes"] = {"trust": trust, "distrust": distrust}
    return record
