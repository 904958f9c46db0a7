"""
Vendors that stopped sending from one country and went on from another (methods E9, 4).

Two kinds of evidence: a listing that stated A states B later (``restated``), or all listings from A are gone when those
from B are there (``replaced``). A vendor who sends from A and B in turns does not move: for ``replaced``, A must not
come back, B must not have been there before, and the first snapshot with B must have two listings that name a country
(``LEAST_REPLACED``): one alone may be of a vendor that offers other goods. So moves are a minimum; `origins` has all
places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from cryptodrug_scraper.measures.places.origins import vendor_origins
from cryptodrug_scraper.measures.places.settled import restatements, settled_origins

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

__all__ = ["LEAST_REPLACED", "origin_moves"]

LEAST_REPLACED = 2
"""
Listings that name a country, at the first snapshot with the new one, that a move without a restated listing needs.
One alone that takes the place of others does not tell a vendor that went elsewhere from one that offers other goods.
"""

_CODES = pl.List(pl.Utf8)


class _Stop(NamedTuple):
    """A vendor's countries at one snapshot, or at those that ended at one instant; how many listings name one."""

    low: datetime
    high: datetime
    codes: frozenset[str]
    listing_count: int


class _Event(NamedTuple):
    """Listings of a vendor that changed their countries."""

    old: frozenset[str]
    new: frozenset[str]
    low: datetime
    high: datetime
    listing_count: int


class _Move(NamedTuple):
    left: frozenset[str]
    taken: frozenset[str]
    kept: frozenset[str]
    low: datetime
    high: datetime
    evidence: str
    listing_count: int


def origin_moves(
    listing_state: pl.DataFrame,
    snapshots: pl.DataFrame,
    *,
    market: str,
    least_replaced: int = LEAST_REPLACED,
) -> pl.DataFrame:
    """
    Find the moves of vendors from country to country.

    Args:
        listing_state: state of listings at snapshots; ``vendor`` is the account.
        snapshots: ``snapshot_id``, ``first_at``, ``last_at``.
        market: code of the market.
        least_replaced: how many listings must come from the new country for a move of kind ``replaced``.

    Returns:
        One row for each move, which vendor, interval and countries name: ``market``, ``vendor``, ``from_codes``,
        ``to_codes`` (countries left and taken up, sorted List of Utf8), ``kept_codes``, ``moved_from`` and ``moved_to``
        (it fell after the one and not after the other: the times at which pages showed listings with the old countries
        last and with the new ones first, or the ends of snapshots where these leave no time between), ``evidence``
        (``restated`` or ``replaced``), ``listing_count`` (listings that changed, or that replaced others).
    """
    rows: list[tuple[str, str, list[str], list[str], list[str], datetime, datetime, str, int]] = []
    said = _Said(listing_state, snapshots)
    for vendor, stops, events in _vendors(listing_state, snapshots):
        rows += (
            (
                market,
                vendor,
                sorted(m.left),
                sorted(m.taken),
                sorted(m.kept),
                *said.between(vendor, m),
                m.evidence,
                m.listing_count,
            )
            for m in _moves(stops, events, least_replaced)
        )
    schema: dict[str, pl.DataType] = {
        "market": pl.Utf8(),
        "vendor": pl.Utf8(),
        "from_codes": _CODES,
        "to_codes": _CODES,
        "kept_codes": _CODES,
        "moved_from": snapshots.schema["first_at"],
        "moved_to": snapshots.schema["first_at"],
        "evidence": pl.Utf8(),
        "listing_count": pl.Int64(),
    }
    moves = pl.DataFrame(rows, schema=schema, orient="row").sort("vendor", "moved_to", "moved_from", "evidence")
    return moves.unique(
        ["vendor", "moved_from", "moved_to", "from_codes", "to_codes"], keep="first", maintain_order=True
    )


class _Said:
    """When pages showed a vendor's listings with each country."""

    def __init__(self, listing_state: pl.DataFrame, snapshots: pl.DataFrame) -> None:
        settled = settled_origins(listing_state, snapshots)
        shown = settled.filter(pl.col("evidence") == "stated", pl.col("seen_at").is_not_null()).explode("country_codes")
        by_look = shown.group_by("vendor", pl.col("country_codes").alias("code"), "first_at", "last_at").agg(
            pl.col("seen_at").min().alias("first"), pl.col("seen_at").max().alias("last")
        )
        self._last: dict[tuple[str, str, datetime], datetime] = {}
        self._first: dict[tuple[str, str, datetime], datetime] = {}
        for vendor, code, low, high, first, last in by_look.sort("first", "last").iter_rows():
            self._last[vendor, code, low] = last
            self._first.setdefault((vendor, code, high), first)

    def between(self, vendor: str, move: _Move) -> tuple[datetime, datetime]:
        """The interval of a move by these times, or by its snapshots where they leave none."""
        low = min((self._last.get((vendor, code, move.low), move.low) for code in move.left), default=move.low)
        high = max((self._first.get((vendor, code, move.high), move.high) for code in move.taken), default=move.high)
        return (low, high) if low < high else (move.low, move.high)


def _vendors(listing_state: pl.DataFrame, snapshots: pl.DataFrame) -> Iterator[tuple[str, list[_Stop], list[_Event]]]:
    """The vendors whose countries differ between snapshots: what is known of each, in order of time."""
    origins = vendor_origins(listing_state, snapshots).filter(pl.col("origin_codes").list.len() > 0)
    varied = origins.group_by("vendor").agg(pl.col("origin_codes").list.join(",").n_unique().alias("n"))
    origins = origins.join(varied.filter(pl.col("n") > 1).select("vendor"), on="vendor", how="semi")
    events: dict[str, list[_Event]] = {}
    for vendor, old, new, low, high, count, _ in restatements(listing_state, snapshots).iter_rows():
        sets = frozenset(old.split(",")), frozenset(new.split(","))
        events.setdefault(vendor, []).append(_Event(*sets, low, high, count))
    stops: dict[str, list[_Stop]] = {}
    ordered = (
        origins.group_by("vendor", "last_at")
        .agg(pl.col("first_at").min(), pl.col("origin_codes").explode().unique(), pl.col("country_listing_count").max())
        .sort("vendor", "first_at", "last_at")
        .select("vendor", "first_at", "last_at", "origin_codes", "country_listing_count")
    )
    for vendor, low, high, codes, count in ordered.iter_rows():
        stops.setdefault(vendor, []).append(_Stop(low, high, frozenset(codes), count))
    for vendor, seen in stops.items():
        yield vendor, seen, events.get(vendor, [])


def _moves(stops: list[_Stop], events: list[_Event], least_replaced: int) -> Iterator[_Move]:
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for at, stop in enumerate(stops):
        for code in stop.codes:
            first.setdefault(code, at)
            last[code] = at
    for at in range(1, len(stops)):
        before, here = stops[at - 1], stops[at]
        left, taken = before.codes - here.codes, here.codes - before.codes
        if not left:
            continue
        low, high, start = before.low, here.high, before
        crossing = stops[at - 2] if at > 1 else None
        if not taken and crossing is not None:
            # A look while the vendor changed its listings shows both sides: what came in with it counts as taken now.
            taken = (before.codes - crossing.codes) & here.codes
            low, start = crossing.low, crossing
            left &= crossing.codes
        told = [
            e for e in events if e.high > low and e.low < high and left & (e.old - e.new) and taken & (e.new - e.old)
        ]
        if taken and left and told:
            lows, highs = [e.low for e in told], [e.high for e in told]
            one = max(lows) < min(highs)
            span = (max(lows), min(highs)) if one else (min(lows), max(highs))
            count = sum(e.listing_count for e in told)
            yield _Move(left, taken, start.codes & here.codes, *span, "restated", count)
        elif left and taken and start is before and here.listing_count >= least_replaced:
            gone = frozenset(code for code in left if last[code] < at)
            new = frozenset(code for code in taken if first[code] >= at)
            if gone and new:
                kept = before.codes & here.codes
                yield _Move(gone, new, kept, before.low, here.high, "replaced", here.listing_count)
