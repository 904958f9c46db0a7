"""The first page, and one snapshot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.explore.called import day_of, market_called
from cryptodrug_scraper.explore.pages.answer import asked, sources
from cryptodrug_scraper.explore.pages.narrowing import Narrowing
from cryptodrug_scraper.explore.pictures import Axis, Column, Line, Point, columns, lines
from cryptodrug_scraper.explore.shaping import Facet
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markupsafe import Markup

    from cryptodrug_scraper.explore.questions import Table

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("overview", __name__)

_MARKETS = statement(__package__, "markets")
_LAST_LOOKS = statement(__package__, "last_looks")
_SNAPSHOTS = statement(__package__, "snapshots")
_MONTHS = """
SELECT market, month, value AS sales, low, high, grade FROM market_month
WHERE measure = 'transactions' ORDER BY market, month
"""
_READ_SNAPSHOTS = (
    "Each point is a snapshot of a market: full where it is complete, half where it can be used, empty where it is "
    "partial. It leads to what was seen."
)
_WHEN = {"first_at", "month"}
_LOOKS = {"complete": "full", "usable": "half"}
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
_OF_VENDORS = Narrowing(("vendor",))
_OF_LISTINGS = Narrowing(
    ("listing_id",),
    (
        Facet("presence", "Presence", "presence"),
        Facet("class", "Class of goods", "drug_class"),
        Facet("origin", "Origin", "origin_codes", has_several=True),
    ),
)


@BLUEPRINT.get("/")
def overview() -> Response:
    """Pictures of what there is, when it was seen, how completely, and what changed; then the same in tables."""
    ask = sources().ask
    tables = sources().ask_together(
        partial(ask, "markets", "Markets", _MARKETS),
        partial(ask, "last-looks", "The last look at each market", _LAST_LOOKS),
        partial(ask, "snapshots", "Snapshots", _SNAPSHOTS),
        partial(ask, "months", "Sales by month", _MONTHS),
        partial(ask, "derivation", "The derivation that all figures are of", _DERIVATION),
    )
    snapshots, months = tables[2:4]
    rows = [*snapshots.mappings, *months.mappings]
    axis = Axis.over([row[name] for row in rows for name in _WHEN & row.keys()])
    pictures = [] if axis is None else list(_pictures(axis, snapshots, months))
    return asked("overview.html", tables, heading="Overview", pictures=pictures)


def _pictures(axis: Axis, snapshots: Table, months: Table) -> Iterator[tuple[str, str, Markup]]:
    """Pictures, each with its title and how it is read."""
    looks: dict[str, list[Mapping[str, Any]]] = {}
    for row in snapshots.mappings:
        looks.setdefault(market_called(row["market"]), []).append(row)
    yield (
        "What there is, and when",
        _READ_SNAPSHOTS,
        lines(
            "Snapshots of markets", axis, [Line(name, points=list(map(_point, rows))) for name, rows in looks.items()]
        ),
    )
    title = "How complete"
    seen = [(name, [_seen(row) for row in rows if row["listing_seen"] is not None]) for name, rows in looks.items()]
    yield (
        title,
        "Listings that each snapshot saw, within the frame of those that the market says it had.",
        columns(title, axis, seen),
    )
    sold: dict[str, list[Column]] = {}
    for month in months.mappings:
        if month["sales"] is not None:
            ends = (
                "" if month["low"] is None or month["high"] is None else f" ({month['low']:.0f} to {month['high']:.0f})"
            )
            told = f"{month['month']:%Y-%m}: {counted(round(month['sales']), 'sale')}{ends}"
            sold.setdefault(market_called(month["market"]), []).append(
                Column(month["month"], float(month["sales"]), told)
            )
    if sold:
        title = "What changed"
        yield title, "Estimated sales of each month.", columns(title, axis, list(sold.items()))


def _point(row: Mapping[str, Any]) -> Point:
    told = f"{day_of(row['first_at'])}: {row['grade']}, {counted(int(row['capture_count']), 'page')}; {row['reason']}"
    link = f"{request.script_root}/snapshot/{quote(str(row['snapshot_id']), safe='')}"
    return Point(row["first_at"], _LOOKS.get(str(row["grade"]), "empty"), told, link)


def _seen(row: Mapping[str, Any]) -> Column:
    expected = row["listing_expected"]
    of = "" if expected is None else f" of {expected:.0f}"
    told = f"{day_of(row['first_at'])}: {row['listing_seen']:.0f}{of} listings"
    return Column(
        row["first_at"].date(), float(row["listing_seen"]), told, None if expected is None else float(expected)
    )


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
        _OF_VENDORS.asked("vendors", "Vendors", _VENDORS_OF, {"snapshot": snapshot}),
        _OF_LISTINGS.asked("listings", "Listings", _LISTINGS_OF, {"snapshot": snapshot}),
    ]
    if not tables[0].rows:
        msg = f"there is no snapshot {snapshot!r}: the overview lists all"
        raise StoreError(msg)
    row = tables[0].mappings[0]
    heading = f"{market_called(row['market'])}, {day_of(row['first_at'])}"
    return asked("tables.html", tables, heading=heading)
