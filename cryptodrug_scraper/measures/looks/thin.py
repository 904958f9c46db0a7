"""
How many listings and vendors there were where snapshots met few of them, at each snapshot and in each month.

`uneven.uneven_jolly_seber` on a history of snapshots, those that are partial too: that pages were missed is what it
allows for. A snapshot with less than `NARROW` of what both neighbours show looked at something else. Where nearly all
were met at every snapshot, nothing is gained. A figure is given where enough were met again, where those who are known
to have been there are no small part of what there may have been, since it would hang on what nobody saw, where all
shapes of the differences say nearly the same, since nobody knows which is right, and where its limits are not far
apart.
"""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from cryptodrug_scraper.measures.estimators.capture_recapture import jolly_seber
from cryptodrug_scraper.measures.estimators.encounters import Encounters, encounters
from cryptodrug_scraper.measures.estimators.uneven import FEWEST_LOOKS, Uneven, uneven_jolly_seber
from cryptodrug_scraper.measures.looks.histories import histories
from cryptodrug_scraper.measures.times.months import month_start
from cryptodrug_scraper.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

__all__ = ["LEAST_KNOWN", "LEAST_KNOWN_ONCE", "MOST_APART", "NARROW", "NEARLY_ALL", "WIDEST", "thin_population"]

NEARLY_ALL = 0.8
"""Where Jolly-Seber's chance to be met is never below, uneven chances move its figure by a few per cent at most."""
LEAST_KNOWN = 0.35
"""Least share of the upper limit that must be known to have been there, at the middle one of a history's looks."""
LEAST_KNOWN_ONCE = 0.2
"""And for the figure itself: of the first and the last look little is known from elsewhere."""
MOST_APART = 1.25
"""How many times the smallest estimate by any shape of the differences the largest may be, at the middle one."""
WIDEST = 2.0
"""How many times the lower limit the upper one may be, at the middle one of a history's looks."""
NARROW = 0.2
"""A snapshot with less than this share of what the ones beside it show has looked at something else."""

_SCHEMA = {
    "snapshot_id": pl.Utf8,
    "month": pl.Date,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "warning_code": pl.Utf8,
    "warning_values": pl.Utf8,
}

_Place = tuple[str | None, "date | None"]


def thin_population(sightings: pl.DataFrame, snapshots: pl.DataFrame, *, fewest: int) -> pl.DataFrame:
    """
    Estimate how many there were at each snapshot, and at any snapshot of each month.

    Args:
        sightings: ``snapshot_id, id`` of listings or vendors.
        snapshots: those of one market that are looks at it, whatever their grade: ``snapshot_id, first_at``.
        fewest: how many must have been met before, and how many later.

    Returns:
        ``snapshot_id`` (null in rows of months), ``month`` (null in those of snapshots), ``value, low, high``, null
        where nothing can be said, and what to know, ``warning_code, warning_values`` (JSON). No row of a snapshot in
        which nothing was seen, nor of a month without others, or whose snapshots are of several histories.
    """
    ordered = snapshots.sort("first_at", "snapshot_id")
    pairs = sightings.select("snapshot_id", "id").drop_nulls().unique().sort("id", "snapshot_id")
    counts = dict(pairs.group_by("snapshot_id").len().iter_rows())
    times: dict[str, datetime] = dict(ordered.select("snapshot_id", "first_at").iter_rows())
    month_of: dict[str, date] = dict(ordered.select("snapshot_id", month_start(pl.col("first_at"))).iter_rows())
    runs, narrowed = histories(ordered["snapshot_id"].to_list(), counts, set(), NARROW)
    found: dict[_Place, tuple[Uneven | None, Reason]] = {}
    several: set[date] = set()
    for run in runs:
        for place, row in _of_history(run, pairs, times, month_of, fewest).items():
            if place in found and place[1] is not None:
                several.add(place[1])
            found[place] = row
    found |= {(name, None): (None, Reason("warning.other_scope")) for name in narrowed}
    rows = [
        (*place, *((one.value, one.low, one.high) if one else (None,) * 3), why.code, why.as_json())
        for place, (one, why) in found.items()
        if place[1] not in several
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort("snapshot_id", "month", nulls_last=True)


def _of_history(
    run: Sequence[str],
    pairs: pl.DataFrame,
    times: Mapping[str, datetime],
    month_of: Mapping[str, date],
    fewest: int,
) -> dict[_Place, tuple[Uneven | None, Reason]]:
    spans = dict(_spans(run, month_of))
    if len(run) < FEWEST_LOOKS:
        return dict.fromkeys(spans, (None, Reason("warning.few_looks", {"looks": len(run), "fewest": FEWEST_LOOKS})))
    met = encounters(pairs, run)
    if not _is_thin(met):
        return dict.fromkeys(spans, (None, Reason("warning.nearly_all_met", {"least": NEARLY_ALL})))
    short = {place: _short(met, first, last, fewest) for place, (first, last) in spans.items()}
    if all(short.values()):
        return {place: (None, why) for place, why in short.items() if why}
    order = pl.DataFrame({"snapshot_id": list(run), "at": np.arange(len(run))})
    seen = pairs.join(order, on="snapshot_id").select("at", who=pl.col("id").rank("dense").cast(pl.Int64) - 1)
    days = [(times[name] - times[run[0]]) / timedelta(days=1) for name in run]
    made = uneven_jolly_seber(seen["at"].to_numpy(), seen["who"].to_numpy(), days, list(spans.values()))
    within = made[1 : len(run) - 1]
    known = median(one.known / one.high for one in within)
    apart = median(one.most / one.least for one in within)
    wide = median(one.high / one.low for one in within)
    rows: dict[_Place, tuple[Uneven | None, Reason]] = {}
    for (place, (first, last)), one in zip(spans.items(), made, strict=True):
        why = short[place]
        if why is None and (known < LEAST_KNOWN or one.known < LEAST_KNOWN_ONCE * one.high):
            why = Reason("warning.hangs_on_unseen", {"known": one.known, "high": round(one.high)})
        if why is None and apart > MOST_APART:
            why = Reason("warning.hangs_on_shape", {"least": round(one.least), "most": round(one.most)})
        if why is None and wide > WIDEST:
            why = Reason("warning.too_wide", {"low": round(one.low), "high": round(one.high)})
        steady = Reason("warning.steady_at_ends" if first == 0 or last == len(run) - 1 else "warning.hidden_count")
        rows[place] = (None, why) if why else (one, steady)
    return rows


def _spans(run: Sequence[str], month_of: Mapping[str, date]) -> Iterator[tuple[_Place, tuple[int, int]]]:
    """Yield each snapshot, and each month, with the places of the first and the last look of it."""
    for i, name in enumerate(run):
        yield (name, None), (i, i)
    months = [month_of[name] for name in run]
    for month in dict.fromkeys(months):
        within = [i for i, other in enumerate(months) if other == month]
        yield (None, month), (within[0], within[-1])


def _is_thin(met: Encounters) -> bool:
    """Whether the chance to be met is small, or not known, at some look between the first and the last."""
    looks = jolly_seber(met.caught, met.recaught, met.seen_later, met.missed)
    return any(look is None or look.catchability < NEARLY_ALL for look in looks)


def _short(met: Encounters, first: int, last: int, fewest: int) -> Reason | None:
    """Say that too few were met again, of those met before the last look of a span, or after its first one."""
    before, later = met.recaught[last], met.seen_later[first]
    is_short = (last > 0 and before < fewest) or (first < len(met.caught) - 1 and later < fewest)
    return Reason("warning.too_few", {"before": before, "later": later, "fewest": fewest}) if is_short else None
