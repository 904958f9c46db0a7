"""The first page, search, and one snapshot."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request

from cryptodrug_scraper.explore.pages.answer import asked, most_rows, sources

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("overview", __name__)

_MARKETS = """
SELECT m.market, life.first_on, life.last_on, count(*) AS snapshots, min(m.first_at) AS first_at,
  max(m.last_at) AS last_at, sum(m.capture_count) AS captures
FROM snapshot m LEFT JOIN market_life life USING (market)
GROUP BY 1, 2, 3 ORDER BY 1
"""
_SNAPSHOTS = """
SELECT market, snapshot_id, first_at, last_at, capture_count, wall_count, grade, listing_completeness,
  vendor_completeness, review_completeness, reason
FROM snapshot ORDER BY market, first_at
"""
_DERIVATION = """
SELECT derive_run, measures_version, started_at, ended_at FROM derivation WHERE is_current
"""
_VENDORS = """
SELECT market, vendor, count(*) AS pages, min(captured_at) AS first_at, max(captured_at) AS last_at
FROM vendor_snapshot WHERE vendor ILIKE :pattern AND (:market = '' OR market = :market)
GROUP BY 1, 2 ORDER BY lower(vendor) = lower(:words) DESC, 2, 1
"""
_LISTINGS = """
SELECT market, listing_id, max(title) AS title, max(vendor) AS vendor, count(*) AS pages, min(captured_at) AS first_at,
  max(captured_at) AS last_at
FROM listing_snapshot
WHERE (title ILIKE :pattern OR listing_id = :words) AND (:market = '' OR market = :market)
GROUP BY 1, 2 ORDER BY 3, 1, 2
"""
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
        ask("markets", "Markets", _MARKETS, most=most_rows()),
        ask("snapshots", "Snapshots", _SNAPSHOTS, most=most_rows()),
        ask("derivation", "The derivation that all figures are of", _DERIVATION),
    ]
    return asked("tables.html", tables, heading="Overview")


@BLUEPRINT.get("/search")
def search() -> Response:
    """Vendors and listings by their words."""
    words, market = request.args.get("q", "").strip(), request.args.get("market", "").strip()
    if not words:
        return asked("search.html", [], words="", market=market)
    pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    asking = {"words": words, "pattern": pattern, "market": market}
    ask = sources().ask
    tables = [
        ask("vendors", "Vendors", _VENDORS, most=most_rows(), **{k: asking[k] for k in asking}),
        ask("listings", "Listings", _LISTINGS, most=most_rows(), **asking),
    ]
    return asked("search.html", tables, words=words, market=market)


@BLUEPRINT.get("/snapshot/<snapshot>")
def snapshot(snapshot: str) -> Response:
    """One look at one market: how many there were, and who."""
    ask = sources().ask
    tables = [
        ask("population", "How many there were, by each estimator", _POPULATION, snapshot=snapshot),
        ask("vendors", "Vendors", _VENDORS_OF, most=most_rows(), snapshot=snapshot),
        ask("listings", "Listings", _LISTINGS_OF, most=most_rows(), snapshot=snapshot),
    ]
    return asked("tables.html", tables, heading=f"Snapshot {snapshot}")


@BLUEPRINT.get("/favicon.ico")
def icon() -> Response:
    """Browsers ask for a sign by themselves; there is none."""
    return Response(status=204)


@BLUEPRINT.get("/go")
def go() -> Response:
    """The row of an identifier that somebody has."""
    return Response(
        status=303, headers={"Location": redirect(f"/record/{request.args.get('id', '').strip()}").location}
    )
