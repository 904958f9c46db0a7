"""
Which event of a market's calendar counts as the shock that drives its vendors elsewhere, and how long a market is seen.

A market's end is told by several events: announced, run off with, seized, closed. Its shock is the earliest of them:
what comes later is the same end, and those who leave do not wait for it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.page.calendar import ENDING, MOVING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OBSERVED", "SHOCK", "ended_at", "observed_until", "shocks"]

SHOCK = pl.Schema(
    {
        "market": pl.String(),
        "event": pl.String(),
        "first_on": pl.Date(),
        "last_on": pl.Date(),
        "evidence": pl.String(),
    }
)
"""Columns of shocks, one row per market that has one; the event lies on a UTC day from first_on to last_on."""
_STATED = pl.Schema({**SHOCK, "acts": pl.String()})
_RANKS = {acts: rank for rank, acts in enumerate(MOVING)}
OBSERVED = pl.Schema({"market": pl.String(), "observed_until": pl.Datetime("us", "UTC")})
"""Columns of what `observed_until` returns."""


def shocks(events: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """
    Return the shock of each market that has one.

    It is the event that acts as a shock or more (`page.calendar.ACTS`) with the earliest first day; of several, the one
    whose last day is earliest, which is known best; of several, the one that acts least; of several, the first word.

    Args:
        events: ``event``, ``acts``, ``first_on``, ``last_on``, ``evidence`` of each market, by its code.

    Returns:
        The columns of `SHOCK`, sorted by market.
    """
    stated = [frame.with_columns(pl.lit(market).alias("market")).select(*_STATED) for market, frame in events.items()]
    rank = pl.col("acts").replace_strict(_RANKS, default=None, return_dtype=pl.Int8)
    return (
        pl.concat([_STATED.to_frame(), *(frame.cast(_STATED) for frame in stated)])
        .with_columns(rank.alias("rank"))
        .drop_nulls("rank")
        .sort("market", "first_on", "last_on", "rank", "event")
        .unique("market", keep="first", maintain_order=True)
        .select(*SHOCK)
    )


def ended_at(events: pl.DataFrame) -> datetime | None:
    """
    Return when a market had surely ended: the last moment of the last day on which the earliest event after which
    nobody trades can have happened; None where none is known.

    Args:
        events: ``acts`` and ``last_on`` of the market.
    """
    day = events.filter(pl.col("acts").is_in(ENDING)).select(pl.col("last_on").min().cast(pl.Date)).item()
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)


def observed_until(snapshots: Mapping[str, pl.DataFrame], events: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """
    Return until when each market was seen: its last snapshot, or its own end if that is earlier.

    Its end is the last moment of the last day on which the earliest event after which nobody trades can have happened.

    Args:
        snapshots: ``last_at`` of each market's snapshots, by its code; a market without any has no row.
        events: ``acts`` and ``last_on`` of each market, by its code.

    Returns:
        The columns of `OBSERVED`, sorted by market.
    """
    rows = []
    for market, frame in snapshots.items():
        last = frame.select(pl.col("last_at").max().cast(OBSERVED["observed_until"]).alias("last"))
        stated = events.get(market)
        end = pl.lit(None if stated is None else ended_at(stated), OBSERVED["observed_until"])
        rows.append(last.select(pl.lit(market).alias("market"), pl.min_horizontal("last", end).alias("observed_until")))
    return pl.concat([OBSERVED.to_frame(), *rows]).drop_nulls().sort("market")
