"""Counts of what was seen, by market and month, beside those of what could be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text

from simulator.truth.visible import Seen

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from simulator.truth.visible import Truth

__all__ = ["SeenRow", "seen_rows"]

_SPANS = text("""
    SELECT market, to_char(captured_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, min(captured_at), max(captured_at)
    FROM research.vendor_snapshot
    GROUP BY 1, 2
    ORDER BY 1, 2
""")
_VENDORS = text("SELECT count(*) FROM research.vendors_between(:first, :last) WHERE market = :market")
_LISTINGS = text("SELECT count(*) FROM research.listings_between(:first, :last) WHERE market = :market")
_SENT_FROM = text(
    "SELECT count(DISTINCT vendor) FROM research.origin_vendor(:country, :first, :last) WHERE market = :market"
)
_REVIEWS = text("""
    SELECT coalesce(sum(most), 0) FROM (
        SELECT max(times) AS most FROM (
            SELECT
                capture_id, vendor, listing_id, listing_title, stars, sign, comment, buyer_mask, amount, occurred_from,
                count(*) AS times
            FROM research.review
            JOIN parse_run USING (parse_run_id, capture_id, captured_at, market)
            WHERE market = :market AND captured_at >= :from AND captured_at <= :until AND kind = :kind
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
        ) AS alike
        GROUP BY vendor, listing_id, listing_title, stars, sign, comment, buyer_mask, amount, occurred_from
    ) AS review
""")
"""Those alike in everything are as many as stand on one page."""


class SeenRow(NamedTuple):
    """A count of what was seen, and of what could be."""

    market: str
    month: str
    what: str
    seen: int
    true: int

    @property
    def difference(self) -> int:
        """How many too many were seen."""
        return self.seen - self.true


def seen_rows(connection: Connection, truth: Truth, country: str) -> list[SeenRow]:
    """
    Return counts by market and month; of vendors from a country too, ISO 3166-1 alpha-2.

    Args:
        connection: to a database that pages were replayed into.
        truth: of the same markets.
        country: whose vendors are counted.
    """
    rows = []
    known = truth.markets()
    spans: list[tuple[str, str, datetime, datetime]] = [
        (market, month, first, last) for market, month, first, last in connection.execute(_SPANS) if market in known
    ]
    for market, month, first, last in spans:
        asked = {
            "market": market,
            "country": country,
            "first": first.date(),
            "last": last.date(),
            "from": first,
            "until": last,
            "kind": "listing" if market == "wallstreet" else "vendor_feedback",
        }
        found = Seen(
            *(int(connection.execute(sql, asked).scalar_one()) for sql in (_VENDORS, _LISTINGS, _SENT_FROM, _REVIEWS))
        )
        true = truth.seen(market, first, last, country)
        rows += [
            SeenRow(market, month, "vendors", found.vendors, true.vendors),
            SeenRow(market, month, "listings", found.listings, true.listings),
            SeenRow(market, month, f"vendors from {country} (D2)", found.from_country, true.from_country),
            SeenRow(market, month, "reviews", found.reviews, true.reviews),
        ]
    return rows
