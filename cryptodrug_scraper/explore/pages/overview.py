"""The first page, and one snapshot."""

from __future__ import annotations

from flask import Blueprint, Response

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.explore.pages.answer import asked, sources
from cryptodrug_scraper.statements import statement

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("overview", __name__)

_MARKETS = statement(__package__, "markets")
_LAST_LOOKS = statement(__package__, "last_looks")
_SNAPSHOTS = """
SELECT market, snapshot_id, grade, reason, first_at, last_at, capture_count, wall_count, listing_completeness,
  vendor_completeness, review_completeness
FROM snapshot ORDER BY market, first_at
"""
_DERIVATION = """
SELECT derive_run, measures_version, started_at, ended_at FROM derivation WHERE is_current
"""
_SNAPSHOT = "SELECT * FROM snapshot WHERE snapshot_id = :snapshot"
_POPULATION = """
SELECT of, estimator, value, low, high, warning FROM population WHERE snapshot_id = :snapshot ORDER BY 1, 2
"""
_VENDORS_OF = """
SELECT market, vendor, presence, listing_count, origin_codes, member_since
FROM vendor_presence WHERE snapshot_id = :snapshot ORDER BY vendor
"""
_LISTINGS_OF = """
SELECT market, listing_id, vendor, presence, listing_observation_id, stated_at, origin_codes, origin_source,
  destination_codes, drug_class, substance, price, price_currency
FROM listing_presence WHERE snapshot_id = :snapshot ORDER BY listing_id
"""


@BLUEPRINT.get("/")
def overview() -> Response:
    """Markets, snapshots with their grades, and the current derivation."""
    ask = sources().ask
    tables = [
        ask("markets", "Markets", _MARKETS),
        ask("last-looks", "The last look at each market", _LAST_LOOKS),
        ask("snapshots", "Snapshots", _SNAPSHOTS),
        ask("derivation", "The derivation that all figures are of", _DERIVATION),
    ]
    return asked("tables.html", tables, heading="Overview")


@BLUEPRINT.get("/snapshot/<snapshot>")
def snapshot(snapshot: str) -> Response:
    """
    One look at one market: how many there were, and who.

    Raises:
        StoreError: there is no such snapshot.
    """
    ask = sources().ask
    tables = [
        ask("snapshot", "The snapshot", _SNAPSHOT, snapshot=snapshot),
        ask("population", "How many there were, by each estimator", _POPULATION, snapshot=snapshot),
        ask("vendors", "Vendors", _VENDORS_OF, snapshot=snapshot),
        ask("listings", "Listings", _LISTINGS_OF, snapshot=snapshot),
    ]
    if not tables[0].rows:
        msg = f"there is no snapshot {snapshot!r}: the overview lists all"
        raise StoreError(msg)
    return asked("tables.html", tables, heading=f"Snapshot {snapshot}")
