"""
How many listings and vendors a market had at each snapshot, and how many ever.

Jolly-Seber answers the first where most were met, and `thin` where few were; Chao2 the second. Chapman and Schnabel
hold only while nothing comes or goes, so only for snapshots that begin within 48 hours: with 10 % turnover they are 11
and 33 % too high (methods E2). Where an estimator does not apply, its row has no value, and a reason
(`cryptodrug_scraper.reason`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.estimators.capture_recapture import Estimate, chao2, chapman, jolly_seber, schnabel
from cryptodrug_scraper.measures.estimators.encounters import Encounters, encounters
from cryptodrug_scraper.measures.looks.completeness import USABLE, is_usable
from cryptodrug_scraper.measures.looks.histories import histories
from cryptodrug_scraper.measures.looks.thin import thin_population
from cryptodrug_scraper.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

__all__ = ["CLOSED", "FEWEST_RECAPTURES", "LEAST_CATCHABILITY", "NARROW", "population"]

FEWEST_RECAPTURES = 10
"""Seber 1982, 5.1: with less than ten met again, on either side, the bias of Jolly-Seber is not small."""
CLOSED = timedelta(hours=48)
"""A market is taken as closed between snapshots that begin within this time."""
NARROW = 0.5
"""A snapshot with less than this share of what the ones beside it show has looked at something else."""
LEAST_CATCHABILITY = 0.5
"""Below this share met, uneven catchability biases the estimate noticeably (methods E2)."""

_ESTIMATORS = ("seen", "jolly_seber", "uneven", "chapman", "schnabel", "chao2")
_SCHEMA = {
    "snapshot_id": pl.Utf8,
    "of": pl.Utf8,
    "estimator": pl.Utf8,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "warning_code": pl.Utf8,
    "warning_values": pl.Utf8,
}

_Row = tuple[float | None, float | None, float | None, Reason | None]


def population(
    sightings: pl.DataFrame,
    snapshots: pl.DataFrame,
    of: str,
    *,
    fewest: int = FEWEST_RECAPTURES,
    closed: timedelta = CLOSED,
    narrow: float = NARROW,
    least_catchability: float = LEAST_CATCHABILITY,
    thin: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """
    Estimate the population of a market at each snapshot by each estimator.

    A history is a run of usable snapshots of one scope. Snapshots that are not usable, and those that show less than a
    ``narrow`` share of both neighbours, stand in none; where the number changes at once by that factor and stays, a new
    history begins. Neither holds of snapshots that show most of what the market itself says that it lists: there the
    market has grown or shrunk. Chao2 is of all that has ever been in the history up to the snapshot, and at least what
    was met: with 10 % turnover it is 7 % too high, more at a market's beginning.

    Args:
        sightings: ``snapshot_id, id`` of listings or vendors.
        snapshots: graded ones of one market: ``snapshot_id, first_at, grade, listing_completeness`` and
            ``vendor_completeness``.
        of: ``listing`` or ``vendor``.
        fewest: see `FEWEST_RECAPTURES`.
        closed: see `CLOSED`.
        narrow: see `NARROW`.
        least_catchability: see `LEAST_CATCHABILITY`.
        thin: as from `thin.thin_population` of the same; None: it is made here.

    Returns:
        ``snapshot_id, of, estimator`` (``seen, jolly_seber, uneven, chapman, schnabel, chao2``), ``value, low, high``,
        and what to know before it is used, ``warning_code, warning_values`` (JSON): six rows per snapshot, in order of
        time. ``uneven`` stands in histories of all snapshots, partial ones too.
        ``seen`` is the raw count, of partial snapshots too; null if nothing was seen.
    """
    graded = snapshots.sort("first_at", "snapshot_id").with_columns(
        is_usable(of).fill_null(value=False).alias("_usable")
    )
    pairs = sightings.select("snapshot_id", "id").drop_nulls().unique()
    counts = dict(pairs.group_by("snapshot_id").len().iter_rows())
    names: list[str] = graded.get_column("snapshot_id").to_list()
    times: dict[str, datetime] = dict(graded.select("snapshot_id", "first_at").iter_rows())
    usable = graded.filter("_usable").get_column("snapshot_id").to_list()
    vouched = set(graded.filter(pl.col("listing_completeness") >= USABLE).get_column("snapshot_id").to_list())
    runs, narrowed = histories(usable, counts, vouched, narrow)
    looked = set(usable)
    found: dict[tuple[str, str], _Row] = {}
    for history in runs:
        met = encounters(pairs, history)
        found |= _open(history, met, fewest, least_catchability)
        found |= _ever(history, met)
        found |= _closed(history, pairs, times, closed)
    if thin is None:
        thin = thin_population(pairs, graded, fewest=fewest)
    for name, *row, code, values in thin.filter(pl.col("month").is_null()).drop("month").iter_rows():
        found[name, "uneven"] = (*row, Reason.of(code, values))
    rows = []
    for name in names:
        n = counts.get(name)
        out = (None, None, None, _left_out(name, looked, narrowed))
        unseen = (None, None, None, Reason("warning.nothing_seen"))
        seen: _Row = (
            (n, n, None, None if name in looked else Reason("warning.partial"))
            if n
            else (None, None, None, Reason("warning.nothing_seen"))
        )
        for estimator in _ESTIMATORS:
            nothing = unseen if estimator == "uneven" else out
            *row, why = seen if estimator == "seen" else found.get((name, estimator), nothing)
            rows.append((name, of, estimator, *row, *((why.code, why.as_json()) if why else (None, None))))
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _left_out(name: str, usable: set[str], narrowed: set[str]) -> Reason:
    if name in narrowed:
        return Reason("warning.other_scope")
    return Reason("warning.nothing_seen" if name in usable else "warning.partial")


def _open(
    history: Sequence[str], met: Encounters, fewest: int, least_catchability: float
) -> dict[tuple[str, str], _Row]:
    ends = Reason("warning.first_and_last")
    rows: dict[tuple[str, str], _Row] = {(name, "jolly_seber"): (None, None, None, ends) for name in history}
    for i, found in enumerate(jolly_seber(met.caught, met.recaught, met.seen_later, met.missed), start=1):
        again, later = met.recaught[i], met.seen_later[i]
        if found is None or min(again, later) < fewest:
            why = Reason("warning.too_few", {"before": again, "later": later, "fewest": fewest})
            rows[history[i], "jolly_seber"] = (None, None, None, why)
            continue
        size, low = max(found.size, met.caught[i]), met.caught[i]  # some of those not met may have been hidden
        warning = Reason("warning.hidden_count")
        if found.catchability < least_catchability:
            warning = Reason("warning.hidden_uneven", {"met": found.catchability})
        rows[history[i], "jolly_seber"] = (size, low, max(found.high, size), warning)
    return rows


def _ever(history: Sequence[str], met: Encounters) -> dict[tuple[str, str], _Row]:
    rows: dict[tuple[str, str], _Row] = {}
    for i, name in enumerate(history):
        found = chao2(met.ever[i], met.once[i], met.twice[i], i + 1)
        value, _, high, warning = _row(found, Reason("warning.coming_and_going"), Reason("warning.one_snapshot"))
        rows[name, "chao2"] = (value, met.ever[i] if found else None, high, warning)
    return rows


def _closed(
    history: Sequence[str], pairs: pl.DataFrame, times: dict[str, datetime], closed: timedelta
) -> dict[tuple[str, str], _Row]:
    """Estimate from the snapshots that begin within the time before one, that one included."""
    rows: dict[tuple[str, str], _Row] = {}
    none = pairs.clear()
    of = {str(name): part for (name,), part in pairs.partition_by("snapshot_id", as_dict=True).items()}
    first = 0
    for i, name in enumerate(history):
        while times[name] - times[history[first]] > closed:
            first += 1
        near = history[first : i + 1]
        far = Reason("warning.none_near", {"hours": closed / timedelta(hours=1)})
        seen = pl.concat([none, *(of[other] for other in near)])
        met = encounters(seen, near[-2:]) if len(near) > 1 else None
        pair = chapman(met.caught[0], met.caught[1], met.recaught[1]) if met else None
        rows[name, "chapman"] = _row(pair, None, Reason("warning.nothing_twice") if met else far)
        several = encounters(seen, near) if len(near) > 2 else None
        run = schnabel(several.caught, several.recaught, several.known) if several else None
        why = "warning.nothing_twice" if several else "warning.less_than_three"
        rows[name, "schnabel"] = _row(run, None, Reason(why))
    return rows


def _row(found: Estimate | None, warning: Reason | None, nothing: Reason) -> _Row:
    return (found.value, found.low, found.high, warning) if found else (None, None, None, nothing)
