"""Records of vendors, on cards, on listings and on their own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.empire.badges import badges_of
from simulator.empire.expected_values import day, text
from simulator.empire.vendor import packed_key
from simulator.empire.vendor_figures import WINDOWS, gold_stars, positive_share, window_counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.empire.frame import Frame
    from simulator.state import ListingState, VendorState

__all__ = ["card_vendors", "vendor_of_listing", "vendor_on_page"]

Record = dict[str, Any]


def card_vendors(cards: Sequence[ListingState], *, sales: bool) -> Iterator[Record]:
    """The vendors of cards, each once; lists print their sales, the home page does not."""
    for vendor in {listing.vendor.handle: listing.vendor for listing in cards}.values():
        record: Record = {"record": "vendor", "vendor": vendor.handle, "seen_on": "card"}
        yield record | {"sales": {"value": vendor.sales, "exact": True}} if sales else record


def vendor_of_listing(vendor: VendorState) -> Record:
    """The vendor as its listing's page shows it."""
    return {
        "record": "vendor",
        "vendor": vendor.handle,
        "seen_on": "listing",
        "level": vendor.level,
        "trust_level": vendor.trust_level,
    } | _external(vendor)


def vendor_on_page(frame: Frame, vendor: VendorState, tab: str) -> Record:
    """
    The vendor as its own page shows it.

    Args:
        frame: of the viewer.
        vendor: who is shown.
        tab: ``about`` has the profile, ``pgp`` the key.
    """
    record: Record = {
        "record": "vendor",
        "vendor": vendor.handle,
        "seen_on": "page",
        "sales": {"value": vendor.sales, "exact": True},
        "feedback": [
            _window(frame, vendor, name, days) for name, days in zip(("1m", "6m", "12m"), WINDOWS, strict=True)
        ],
        "positive_share": positive_share(frame, vendor.handle),
        "star_ratings": {
            quality: gold_stars(mean)
            for quality, mean in zip(("stealth", "quality", "value"), vendor.qualities, strict=True)
        },
        "trust_level": vendor.trust_level,
        "member_since": day(vendor.joined),
        "last_active": day(vendor.last_active),
        "banned": vendor.banned,
        "disputes": sum(vendor.disputes),
        "orders": vendor.orders,
    } | _external(vendor)
    if not vendor.banned:
        record["level"] = vendor.level
    if tab == "about":
        record["profile"] = text(vendor.profile)
    if tab == "pgp":
        record["pgp_key"] = packed_key(vendor.pgp_key) or None
        record["pgp_fingerprint"] = vendor.pgp_fingerprint or None
    return record


def _window(frame: Frame, vendor: VendorState, name: str, days: int) -> Record:
    positive, neutral, negative = window_counts(frame, vendor.handle, days)
    return {"window": name, "positive": positive, "neutral": neutral, "negative": negative}


def _external(vendor: VendorState) -> Record:
    ratings = [
        {"market": badge.market, "sales": {"value": badge.sales}, "mean": badge.mean, "scale": 5}
        for badge in badges_of(vendor)
    ]
    return {"external_ratings": ratings} if ratings else {}
