"""Counts of a history of encounters: who was met on which occasion, before, later, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Encounters", "encounters"]


@dataclass(frozen=True, slots=True)
class Encounters:
    """
    Counts by occasion, in order of time, under the names of Seber 1982.

    Attributes:
        caught: ``n``, individuals met.
        recaught: ``m``, those of them that were met before.
        seen_later: ``r``, those of them that are met later.
        missed: ``z``, individuals met before and later, but not now.
        known: ``M`` of Schnabel: individuals met before.
        ever: individuals met up to now.
        once: those of them met once.
        twice: those of them met twice.
    """

    caught: list[int]
    recaught: list[int]
    seen_later: list[int]
    missed: list[int]
    known: list[int]
    ever: list[int]
    once: list[int]
    twice: list[int]


def encounters(sightings: pl.DataFrame, occasions: Sequence[str]) -> Encounters:
    """
    Count the encounters on some occasions; sightings on others are left out.

    Args:
        sightings: ``snapshot_id, id``; repeats are allowed.
        occasions: snapshots in order of time.
    """
    size = len(occasions)
    order = pl.DataFrame(
        {"snapshot_id": list(occasions), "at": range(size)}, schema={"snapshot_id": pl.Utf8, "at": pl.Int64}
    )
    met = (
        sightings.select("snapshot_id", "id")
        .join(order, on="snapshot_id")
        .unique()
        .sort("id", "at")
        .select(
            "at",
            pl.int_range(pl.len()).over("id").alias("time"),
            pl.col("at").shift(-1).over("id").alias("after"),
        )
    )
    at, time = met.get_column("at").to_numpy(), met.get_column("time").to_numpy()
    gone = met.filter(pl.col("after") > pl.col("at") + 1)
    absent = np.zeros(size + 1, dtype=np.int64)
    np.add.at(absent, gone.get_column("at").to_numpy() + 1, 1)
    np.add.at(absent, gone.get_column("after").to_numpy(), -1)
    first, second, third = (_tally(at[time == nth], size).cumsum() for nth in (0, 1, 2))
    return Encounters(
        caught=_tally(at, size).tolist(),
        recaught=_tally(at[time > 0], size).tolist(),
        seen_later=_tally(met.drop_nulls("after").get_column("at").to_numpy(), size).tolist(),
        missed=absent.cumsum()[:size].tolist(),
        known=[0, *first.tolist()][:size],
        ever=first.tolist(),
        once=(first - second).tolist(),
        twice=(second - third).tolist(),
    )


def _tally(at: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    return np.bincount(at, minlength=size)
