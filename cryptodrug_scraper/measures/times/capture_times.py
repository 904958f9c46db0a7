"""
When each page of a market was made: what its source states, held against what speaks from inside.

A source tells when a copy was put where it lies, and old copies lie among new pages. What a page shows is held against
other pages: ratings whose ages they print, too, counters that only grow, rates of exchange, and its own clock. Each
piece of evidence says an interval; the stretch that most of them hold (`agreement`) is where the page belongs, unless
the stated time has nearly as many for it.
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
_BETTER = 3.0
"""So many times more must speak for another time than for the stated one."""
_MOST_OF = 0.6
"""And so much of what the ratings say must be one time: those of an old copy agree."""
_TELLS = 10 * _DAY
"""A longer interval confirms no time, though it may exclude one; nor does a counter, which old copies may misplace."""
_REACH = 30 * _DAY
"""How far back a page may be whose evidence excludes a time and tells none, until those that are dated tell."""
_FEWEST_REACHES = 10
"""Dated old copies that tell it."""
_LEAST_DOUBT, _MOVED_DOUBT, _MOST_DOUBT = 0.003, 0.05, 0.5
"""Chances that a time is wrong: of a page that agrees with its source, that was moved, that contradicts itself."""
_PRIOR = (1.0, 49.0)
"""Old copies and others that a source is thought to have before any are seen."""
_KINDS = ("ratings", "counters", "rates")
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
    "doubt": pl.Float64,
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
            `cryptodrug_scraper.capture.TimeSource`), ``clock`` (microseconds, null where the page prints none with its
            day), ``clock_step`` (microseconds).
        inside: what speaks from inside.

    Returns:
        `CAPTURE_TIME`, one row per page: ``low, high`` (microseconds, null where nothing tells the time); the verdict,
        ``agrees`` (what the page shows agrees with its source, or nothing contradicts a source that noted the time of
        fetching), ``older`` or ``newer`` (it was made before or after), ``unsure`` (nothing tells, or evidence
        contradicts itself: the stated time stands, and the interval reaches
        back as far as the evidence does); ``clock_verdict`` (``agrees``, ``disagrees``, null); how many ratings,
        counters and rates speak of its time, and how many of them for the stated one; ``doubt``, the chance that the
        page was made at another time than within its interval.
    """
    told = pages.join(inside.newest, on="page", how="left") if inside.newest.height else pages.with_columns(newest=None)
    told = told.with_columns(pl.col("newest").cast(pl.Int64))
    current = stated = told.select("page", low="stated_from", high="stated_to")
    clocks = _clock_votes(told)
    judged, reach = _judged(told, clocks, _REACH), _REACH
    for _ in range(_ROUNDS):
        votes = pl.concat(
            [
                clocks,
                rating_votes(inside.ratings, current).with_columns(kind=pl.lit("ratings")),
                counter_votes(inside.counters, current).with_columns(kind=pl.lit("counters")),
                rate_votes(inside.rates, stated, reach).with_columns(kind=pl.lit("rates")),
            ]
        )
        judged = _judged(told, votes, reach)
        reach = _reach(judged)
        found = judged.select("page", "low", "high")
        if found.equals(current):
            break
        current = found
    return _doubted(judged).select(pl.col(name).cast(kind) for name, kind in CAPTURE_TIME.items())


def _doubted(judged: pl.DataFrame) -> pl.DataFrame:
    """
    Add ``doubt``. Of pages that nothing on them dates, as many are taken for old copies as of their source's others.
    """
    told = judged.filter((pl.col("ratings") + pl.col("rates") > 0) | pl.col("clock_verdict").is_not_null())
    shares = told.group_by("source").agg(
        old=((pl.col("verdict") == "older").sum() + _PRIOR[0]) / (pl.len() + _PRIOR[0] + _PRIOR[1])
    )
    is_doubted = pl.col("against") > 0
    doubt = (
        pl.when(pl.col("low").is_null())
        .then(1.0)
        .when(pl.col("verdict").is_in(["older", "newer"]))
        .then(_MOVED_DOUBT)
        .when((pl.col("verdict") == "agrees") & ~is_doubted)
        .then(_LEAST_DOUBT)
        .when(is_doubted)
        .then(_MOST_DOUBT)
        .otherwise(pl.col("old").fill_null(_PRIOR[0] / sum(_PRIOR)))
    )
    return judged.join(shares, on="source", how="left", nulls_equal=True).sort("page").with_columns(doubt=doubt)


def _clock_votes(told: pl.DataFrame) -> pl.DataFrame:
    return told.drop_nulls("clock").select(
        "page",
        low="clock",
        high=pl.col("clock") + pl.col("clock_step"),
        weight=pl.lit(_CLOCK),
        kind=pl.lit("clock"),
    )


def _reach(judged: pl.DataFrame) -> int:
    """How far back old copies are, by those that ratings date: 19 in 20 are nearer."""
    back = judged.filter((pl.col("verdict") == "older") & (pl.col("ratings") > 1)).select(
        back=pl.col("stated_to") - (pl.col("low") + pl.col("high")) // 2
    )["back"]
    return _REACH if len(back) < _FEWEST_REACHES else int(back.quantile(0.95))  # type: ignore[arg-type]  # never null


def _judged(told: pl.DataFrame, votes: pl.DataFrame, reach: int) -> pl.DataFrame:
    """Weigh the votes on each page: those for its best time and not for the stated one, and the other way round."""
    slack = pl.when(pl.col("kind") == "clock").then(_CLOCK_SLACK).otherwise(_SLACK)
    best = most_agreed(votes.select("page", "low", "high", "weight"), "page")
    held = (
        votes.join(told.select("page", "stated_from", "stated_to"), on="page")
        .join(best.select("page", best_low="low", best_high="high"), on="page", how="left")
        .with_columns(
            is_for=(
                (pl.col("low") - slack <= pl.col("stated_to")) & (pl.col("high") + slack >= pl.col("stated_from"))
            ).fill_null(value=False),
            is_best=((pl.col("low") <= pl.col("best_high")) & (pl.col("high") >= pl.col("best_low"))).fill_null(
                value=False
            ),
            tells=(pl.col("kind") != "counters") & (pl.col("high") - pl.col("low") <= _TELLS),
        )
    )
    weight = pl.col("weight")
    counts = held.group_by("page").agg(
        against=weight.filter(pl.col("is_best") & ~pl.col("is_for")).sum(),
        stated=weight.filter(pl.col("is_for") & ~pl.col("is_best")).sum(),
        rated=weight.filter(pl.col("kind") == "ratings").sum(),
        rated_best=weight.filter((pl.col("kind") == "ratings") & pl.col("is_best")).sum(),
        confirmed=weight.filter(pl.col("is_for") & pl.col("tells")).sum(),
        clock_for=pl.col("is_for").filter(pl.col("kind") == "clock").first(),
        **{kind: (pl.col("kind") == kind).sum() for kind in _KINDS},
        **{f"{kind}_for": ((pl.col("kind") == kind) & pl.col("is_for")).sum() for kind in _KINDS},
    )
    weighed = (
        told.join(counts, on="page", how="left")
        .join(best.select("page", "support", best_low="low", best_high="high"), on="page", how="left")
        .with_columns(
            pl.col("support", "against", "stated", "confirmed", "rated", "rated_best").fill_null(0.0),
            pl.col(*_KINDS, *(f"{kind}_for" for kind in _KINDS)).fill_null(0),
        )
        .sort("page")
    )
    is_stated = pl.col("stated_from").is_not_null()
    is_old = pl.col("best_high") < pl.col("stated_from")
    is_new = pl.col("best_low") > pl.col("stated_to")
    is_one = pl.col("rated_best") >= pl.col("rated") * _MOST_OF
    is_better = is_one & (pl.col("stated") <= pl.col("against") / _BETTER)
    needed = pl.when(is_new).then(_LEAST_NEWER).otherwise(_LEAST)
    is_moved = is_stated & is_better & (pl.col("against") >= needed) & (is_old | is_new)
    is_dated = ~is_stated & is_one & (pl.col("support") >= _LEAST)
    is_doubted = pl.col("against") > 0
    is_confirmed = (pl.col("confirmed") > 0) & (pl.col("confirmed") >= pl.col("against"))
    is_sure = ~is_doubted & pl.col("source").is_in(_SURE)
    verdict = (
        pl.when(is_moved & is_old)
        .then(pl.lit("older"))
        .when(is_moved)
        .then(pl.lit("newer"))
        .when(is_dated | (is_stated & (is_confirmed | is_sure)))
        .then(pl.lit("agrees"))
        .otherwise(pl.lit("unsure"))
    )
    is_of_best = is_moved | is_dated
    best_low = pl.max_horizontal("best_low", pl.col("best_high") - reach)
    best_high = pl.min_horizontal("best_high", pl.col("best_low") + reach)
    is_open = is_stated & is_old & is_doubted
    return weighed.with_columns(
        verdict=verdict,
        low=pl.when(is_of_best)
        .then(best_low)
        .when(is_open & (verdict == "unsure"))
        .then(pl.min_horizontal(best_low, "stated_from"))
        .otherwise("stated_from"),
        high=pl.when(is_of_best).then(best_high).otherwise("stated_to"),
        clock_verdict=pl.when("clock_for")
        .then(pl.lit("agrees"))
        .when(pl.col("clock_for").not_())
        .then(pl.lit("disagrees")),
    )
