"""
How many listings, or vendors, came or went while a snapshot was made, and stood on none of its pages for that.

A crawl takes hours, and reads each list of a market once: what comes after a list was read, or went before, was live at
the snapshot and cannot be on it. With ``a`` that come in an hour, ``b`` that go, and ``d`` hours, these are ``(a + b) d
/ 2`` on average, by chance of Poisson. Rates are those of the time from the snapshot before, or to the one after.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.estimators.intervals import LEVEL
from cryptodrug_scraper.measures.estimators.quantiles import poisson_quantile

__all__ = ["passing"]


def passing(states: pl.DataFrame, snapshots: pl.DataFrame, name: str, *, level: float = LEVEL) -> pl.DataFrame:
    """
    Return the most that came or went while each snapshot was made.

    Args:
        states: live listings of each snapshot: ``snapshot_id`` and the column ``name``; nulls do not count.
        snapshots: ``snapshot_id``, ``first_at``, ``last_at``; those without a live listing are left out.
        name: what is counted, as ``listing_id``.
        level: share of such limits, on both sides, that hold.

    Returns:
        ``snapshot_id``, ``passing_high`` (Float64), in order of time; none where there is but one snapshot. Snapshots
        that began at one instant count as one. If 20 came and 28 went in the 720 hours before a snapshot of 6 hours,
        0.2 are expected and 1 is the most.
    """
    pairs = states.select("snapshot_id", name).drop_nulls().unique()
    looks = snapshots.join(pairs, on="snapshot_id", how="semi").sort("first_at", "snapshot_id")
    looks = looks.with_columns(at=pl.col("first_at").rank("dense").cast(pl.Int64) - 1)
    spells = (
        pairs.join(looks.select("snapshot_id", "at"), on="snapshot_id")
        .group_by(name)
        .agg(pl.col("at").min().alias("came"), pl.col("at").max().alias("went"))
    )
    came = dict(spells.group_by("came").len().iter_rows())
    went = dict(spells.group_by("went").len().iter_rows())
    moments = looks["first_at"].unique().sort().to_list()
    rows = []
    for snapshot, at, first, last in looks.select("snapshot_id", "at", "first_at", "last_at").iter_rows():
        after = max(at, 1)  # the first one has no time before it
        if after >= len(moments):
            break
        took = last - first
        changed = came.get(after, 0) + went.get(after - 1, 0)
        # of snapshots that overlap, what changed between their beginnings says little: a rate is of as long at least
        expected = changed * (took / max(moments[after] - moments[after - 1], took)) / 2
        rows.append((snapshot, poisson_quantile((1 + level) / 2, expected)))
    return pl.DataFrame(rows, schema={"snapshot_id": pl.String, "passing_high": pl.Float64}, orient="row")
