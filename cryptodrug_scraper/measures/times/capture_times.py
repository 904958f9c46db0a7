"""
When each page of a market was made: what its source states, held against what speaks from inside.

A source tells when a copy was put where it lies, which is no later than it was fetched only if nothing went wrong: old
copies lie among new pages. What a page shows is held against other pages: ratings whose ages they print, too, counters
that only grow, rates of exchange, and its own clock. Each piece of evidence says an interval; the stretch that most of them
hold (`agreement`) is where the page belongs, unless the stated time has nearly as many for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from cryptodrug_scraper.measures.times.agreement import most_agreed
from cryptodrug_scraper.measures.times.growing_counters import counter_votes
from cryptodrug_scraper.measures.times.printed_rates import rate_votes
from cryptodrug_scraper.measures.times.shared_ratings import rating_votes

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CAPTURE_TIME", "Inside", "capture_times"]

_HOUR = 3_600_000_000
_DAY = 24 * _HOUR
_ROUNDS = 4
"""Pages that were moved date others; after so many rounds next to nothing moves."""
_SLACK = _DAY // 2
"""Days of folders are those of some place on Earth."""
_CLOCK_SLACK = _DAY
"""A server's clock may be of another zone."""
_LEAST = 2.0
"""Weight of evidence that is needed to move a page."""
_LEAST_NEWER = 4.0
"""And to move it to a later time than its source states, when it should not have been there yet."""
_CLOCK = 5.0
"""Weight of a clock that prints its day."""
_SURE = ("sidecar", "comment", "warc", "mhtml", "http_date")
"""Sources that noted the time as the page was fetched."""

CAPTURE_TIME: Mapping[str, type[pl.DataType]] = {
    "page": pl.UInt32,
    "low": pl.Int64,
    "high": pl.Int64,
    "verdict": pl.String,
    "clock_verdict": pl.String,
    "ratings": pl.Int64,
    "ratings_for": pl.Int64,
    "counters": pl.Int64,
    "counters_for": pl.Int64,
    "rates": pl.Int64,
    "rates_for": pl.Int64,
    "support": pl.Float64,
}
"""Columns of `capture_times`."""


class Inside(NamedTuple):
    """
    What speaks from inside of pages.

    Attributes:
        ratings: `shared_ratings.shown_ratings`.
        counters: ``page, counter, series, value`` (`growing_counters.counter_votes`).
        rates: ``page, coin, rate`` (`printed_rates.rate_votes`).
        newest: ``page, newest`` (microseconds): the latest time that the page names.
    """

    ratings: pl.DataFrame
    counters: pl.DataFrame
    rates: pl.DataFrame
    newest: pl.DataFrame


def capture_times(pages: pl.DataFrame, inside: Inside) -> pl.DataFrame:
    """
    Estimate when each page was made.

    Args:
        pages: ``page, stated_from, stated_to`` (microseconds, null where the source states no time), ``source`` (as
            `cryptodrug_scraper.capture.TimeSource`), ``clock`` (microseconds, null where the page prints none with its day),
            ``clock_step`` (microseconds).
        inside: what speaks from inside.

    Returns:
        `CAPTURE_TIME`, one row per page: ``low, high`` (microseconds, null where nothing tells the time); the verdict,
        ``agrees`` (what the page shows agrees with its source, or nothing contradicts a source that noted the time of
        fetching), ``older`` or ``newer`` (it was made before or after), ``unsure`` (nothing tells, or evidence
        contradicts itself; the stated time stands); ``clock_verdict`` (``agrees``, ``disagrees``, null); how many ratings,
        counters and rates speak of its time, and how many of them for the stated one.
    """
    told = pages.join(inside.newest, on="page", how="left") if inside.newest.height else pages.with_columns(newest=None)
    told = told.with_columns(pl.col("newest").cast(pl.Int64))
    current = told.select("page", low="stated_from", high="stated_to")
    clocks = _clock_votes(told)
    judged = _judged(told, clocks)
    for _ in range(_ROUNDS):
        votes = pl.concat(
            [
                clocks,
                rating_votes(inside.ratings, current).with_columns(kind=pl.lit("ratings")),
                counter_votes(inside.counters, current).with_columns(kind=pl.lit("counters")),
                rate_votes(inside.rates, current).with_columns(kind=pl.lit("rates")),
            ]
        )
        judged = _judged(told, votes)
        found = judged.select("page", "low", "high")
        if found.equals(current):
            break
        current = found
    return judged.select(pl.col(name).cast(kind) for name, kind in CAPTURE_TIME.items())


def _clock_votes(told: pl.DataFrame) -> pl.DataFrame:
    return told.drop_nulls("clock").select(
        "page",
        low="clock",
        high=pl.col("clock") + pl.col("clock_step"),
        weight=pl.lit(_CLOCK),
        kind=pl.lit("clock"),
    )


def _judged(told: pl.DataFrame, votes: pl.DataFrame) -> pl.DataFrame:
    """Weigh the votes on each page."""
    slack = pl.when(pl.col("kind") == "clock").then(_CLOCK_SLACK).otherwise(_SLACK)
    held = votes.join(told.select("page", "stated_from", "stated_to"), on="page").with_columns(
        is_for=(
            (pl.col("low") - slack <= pl.col("stated_to")) & (pl.col("high") + slack >= pl.col("stated_from"))
        ).fill_null(value=False)
    )
    kinds = ("ratings", "counters", "rates")
    counts = held.group_by("page").agg(
        stated=pl.col("weight").filter("is_for").sum(),
        clock_for=pl.col("is_for").filter(pl.col("kind") == "clock").first(),
        **{kind: (pl.col("kind") == kind).sum() for kind in kinds},
        **{f"{kind}_for": ((pl.col("kind") == kind) & pl.col("is_for")).sum() for kind in kinds},
    )
    best = most_agreed(held.select("page", "low", "high", "weight"), "page").drop("total")
    weighed = (
        told.join(counts, on="page", how="left")
        .join(best.rename({"low": "best_low", "high": "best_high"}), on="page", how="left")
        .with_columns(
            pl.col("stated", "support").fill_null(0.0),
            pl.col(*kinds, *(f"{kind}_for" for kind in kinds)).fill_null(0),
        )
        .sort("page")
    )
    is_stated = pl.col("stated_from").is_not_null()
    is_old = pl.col("best_high") < pl.col("stated_from")
    is_new = pl.col("best_low") > pl.col("stated_to")
    is_better = pl.col("stated") < pl.col("support") / 2
    needed = pl.when(is_new).then(_LEAST_NEWER).otherwise(_LEAST)
    is_moved = is_stated & is_better & (pl.col("support") >= needed) & (is_old | is_new)
    is_dated = ~is_stated & (pl.col("support") >= _LEAST)
    is_for = (pl.col("stated") > 0) & ~is_better
    is_sure = (pl.col("support") == 0) & pl.col("source").is_in(_SURE)
    verdict = (
        pl.when(is_moved & is_old)
        .then(pl.lit("older"))
        .when(is_moved)
        .then(pl.lit("newer"))
        .when(is_dated | (is_stated & (is_for | is_sure)))
        .then(pl.lit("agrees"))
        .otherwise(pl.lit("unsure"))
    )
    is_of_best = is_moved | is_dated
    return weighed.with_columns(
        verdict=verdict,
        low=pl.when(is_of_best).then("best_low").otherwise("stated_from"),
        high=pl.when(is_of_best).then("best_high").otherwise("stated_to"),
        clock_verdict=pl.when("clock_for")
        .then(pl.lit("agrees"))
        .when(pl.col("clock_for").not_())
        .then(pl.lit("disagrees")),
    )
