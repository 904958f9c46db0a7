"""Captures of the same listing or vendor at other times, to be compared with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.pages.answer import sources
from cryptodrug_scraper.explore.questions import Table
from cryptodrug_scraper.page.records import Listing, Vendor

if TYPE_CHECKING:
    from cryptodrug_scraper.explore.evidence.found import PageEvidence

__all__ = ["other_times"]

_NAMES = ("captured_at", "capture_id", "previous_capture_id", "side_by_side")
_LISTING = """
SELECT captured_at, capture_id FROM listing_snapshot
WHERE market = :market AND listing_id = :name AND seen_on = 'page' ORDER BY captured_at, capture_id
"""
_VENDOR = """
SELECT captured_at, capture_id FROM vendor_snapshot
WHERE market = :market AND vendor = :name AND seen_on = 'page' ORDER BY captured_at, capture_id
"""


def other_times(capture_id: str, evidence: PageEvidence) -> Table | None:
    """
    Return all captures of what a page is about, each with a link to see both side by side; None for a page that is
    about no single listing or vendor.
    """
    market = evidence.page.market
    for record in evidence.page.records:
        if getattr(record, "seen_on", None) != "page" or market is None:
            continue
        if isinstance(record, Listing) and isinstance(record.listing_id, str):
            what, sql, name = f"listing {record.listing_id}", _LISTING, record.listing_id
        elif isinstance(record, Vendor):
            what, sql, name = f"vendor {record.vendor}", _VENDOR, record.vendor
        else:
            continue
        table = sources().ask("times", f"Pages of the same {what}", sql, market=market, name=name)
        rows = [
            (at, other, *((None, "this one") if str(other) == capture_id else (capture_id, "side by side")))
            for at, other in table.rows
        ]
        return Table(table.title, table.name, _NAMES, rows, table.sql, table.is_cut)
    return None
