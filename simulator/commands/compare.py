"""``cryptodrug simulate compare``: compare the database with the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click
from sqlalchemy import text

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.store.database import open_database
from simulator.truth.visible import Seen, Truth

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

__all__ = ["compare"]

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


class _Row(NamedTuple):
    market: str
    month: str
    what: str
    seen: int
    true: int

    @property
    def difference(self) -> int:
        return self.seen - self.true


@click.command
@click.option(
    "--truth",
    "folder",
    required=True,
    type=FilePath(file_okay=False),
    help="What cryptodrug simulate truth has written for the same scenario.",
)
@click.option("--country", default="BE", show_default=True, help="Whose vendors are counted, ISO 3166-1 alpha-2.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each line.")
def compare(*, folder: Path, country: str, as_json: bool) -> None:
    """
    Compare what the database holds of simulated markets with the truth, by market and month.

    The command counts vendors and listings that were seen in any way, vendors with a listing from a country (definition
    D2, ever in the month), and reviews: those on vendors' pages, or on listings' pages where vendors' pages have none;
    equal reviews count as often as one page shows them. The truth is everything that was on show between the first and
    the last capture of the month. Pages that a crawl did not reach are missing rightly: crawls.json says how many.

    \b
    Example:
      cryptodrug replay fixtures/windows
      cryptodrug simulate compare --truth fixtures/windows/truth

    \b
    Exit codes:
      0  done
      3  there is no truth in that folder
      5  the database cannot be used, or holds nothing of these markets
    """
    truth = Truth(folder)
    with open_database(read_only=True) as database:
        rows = _rows(database, truth, country)
    if not rows:
        message = "the database holds no captures of these markets: replay the archive that belongs to the truth"
        raise StoreError(message)
    if as_json:
        for row in rows:
            say(to_json(row._asdict() | {"difference": row.difference}).decode())
        return
    print_table(
        ("market", "month", "what", "seen", "true", "difference"),
        [(*row, f"{row.difference:+d}" if row.difference else "0") for row in rows],
    )


def _rows(database: Database, truth: Truth, country: str) -> list[_Row]:
    rows = []
    with database.engine.connect() as connection:
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
                *(
                    int(connection.execute(sql, asked).scalar_one())
                    for sql in (_VENDORS, _LISTINGS, _SENT_FROM, _REVIEWS)
                )
            )
            true = truth.seen(market, first, last, country)
            rows += [
                _Row(market, month, "vendors", found.vendors, true.vendors),
                _Row(market, month, "listings", found.listings, true.listings),
                _Row(market, month, f"vendors from {country} (D2)", found.from_country, true.from_country),
                _Row(market, month, "reviews", found.reviews, true.reviews),
            ]
    return rows
