"""
When each page of a market was made: what its source states, held against what speaks from inside.

A source tells when a copy was put where it lies, and old copies lie among new pages. What a page shows is held against
other pages: ratings whose ages they print, too, ratings that it does not show yet, counters that only grow and at what
pace, rates of exchange; and against itself: its clock, the newest thing that it names, its bytes, the days on which its
market was open. Each piece of evidence says an interval; the stretch that most of them hold (`agreement`) is where the
page belongs, unless the stated time has nearly as many for it (`weighing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from cryptodrug_scraper.measures.pieces import pieces_of
from cryptodrug_scraper.measures.times.growing_counters import counter_votes
from cryptodrug_scraper.measures.times.missing_ratings import missing_votes
from cryptodrug_scraper.measures.times.own_evidence import (
    bytes_votes,
    clock_votes,
    life_votes,
    newest_votes,
    within_life,
)
from cryptodrug_scraper.measures.times.printed_rates import rate_votes
from cryptodrug_scraper.measures.times.public_rates import PUBLIC, QUOTED, public_votes
from cryptodrug_scraper.measures.times.shared_ratings import left_when, rating_votes
from cryptodrug_scraper.measures.times.usual_pace import pace_votes
from cryptodrug_scraper.measures.times.weighing import KIND, KINDS, judged, with_doubt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cryptodrug_scraper.measures.pieces import Pieces

__all__ = ["CAPTURE_TIME", "VAGUE", "Inside", "capture_times"]

_DAY = 86_400_000_000
VAGUE = 92 * _DAY
"""A longer interval, than a quarter of a year, tells no time: nothing rests on it."""
_ROUNDS = 4
"""Pages that were moved date others; after so many rounds next to nothing moves."""
_REACH = 30 * _DAY
"""How far back a page may be whose evidence excludes a time and tells none, until those that are dated tell."""
_FEWEST_REACHES = 10
"""Dated old copies that tell it."""

CAPTURE_TIME: Mapping[str, type[pl.DataType]] = {
    "page": pl.UInt32,
    "low": pl.Int64,
    "high": pl.Int64,
    "verdict": pl.String,
    "doubt": pl.Float64,
    **dict.fromkeys([name for kind in KINDS for name in (kind, f"{kind}_for")], pl.Int64),
}
"""Columns of `capture_times`."""


class Inside(NamedTuple):
    """
    What speaks from inside of pages, in microseconds.

    Attributes:
        ratings: `shared_ratings.shown_ratings`, with ``is_first``, whether it stands on the first page of its list; of
            pieces, each has all rows of its ratings.
        counters: ``page, counter, series, value`` (`growing_counters.counter_votes`), and ``is_exact``, whether it
            counts single things (`usual_pace.pace_votes`).
        rates: ``page, coin, rate`` (`printed_rates.rate_votes`).
        newest: ``page, newest``: the latest time that the page names.
        ticking: ``page, body``, a digest of the bytes, of pages that show what changes by the day.
        life: when the market can have been open first, and the end of that; None where it is not known.
        quoted: `public_rates.QUOTED`.
        public: `public_rates.PUBLIC`.
    """

    ratings: Pieces
    counters: pl.DataFrame
    rates: pl.DataFrame
    newest: pl.DataFrame
    ticking: pl.DataFrame
    life: tuple[int | None, int | None] = (None, None)
    quoted: pl.DataFrame = pl.DataFrame(schema=QUOTED)
    public: pl.DataFrame = pl.DataFrame(schema=PUBLIC)


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
        ``agrees`` (what the page shows agrees with its source, or is all that tells, or nothing contradicts a source
        that noted the time of fetching), ``older`` or ``newer`` (it was made before or after), ``unsure`` (nothing
        tells, or evidence contradicts itself: the stated time stands, and the interval reaches back as far as the
        evidence does; of a page of no stated time it is the life of its market); ``doubt``, the chance that the page
        was made at another time than within its interval; and for each kind of evidence how many pieces there are, and
        how many are for the stated time (``ratings_for``).
    """
    stated = pages.select("page", low="stated_from", high="stated_to")
    fixed = [
        _of_kind("clock", clock_votes(pages)),
        _of_kind("newest", newest_votes(inside.newest)),
        _of_kind("life", life_votes(stated, *inside.life)),
        _of_kind("counters", pace_votes(inside.counters.filter("is_exact"), stated)),
    ]
    asked = pages.drop("clock", "clock_step")
    current, reach = within_life(stated, *inside.life), _REACH
    for _ in range(_ROUNDS):
        left = left_when(inside.ratings, current)
        votes = [
            *fixed,
            _of_kind("ratings", rating_votes(inside.ratings, left, current)),
            _of_kind("ratings", missing_votes(_First(inside.ratings), left, stated, inside.newest)),
            _of_kind("counters", counter_votes(inside.counters, current)),
            _of_kind("rates", rate_votes(inside.rates, stated, reach)),
            _of_kind("rates", public_votes(inside.quoted, inside.public, stated, reach)),
            _of_kind("bytes", bytes_votes(inside.ticking, stated, current)),
        ]
        del left
        found = judged(asked, pl.concat(votes), reach)
        del votes
        reach = _reach(found)
        thought = found.filter(pl.col("high") - pl.col("low") <= VAGUE).select("page", "low", "high")
        if thought.equals(current):
            break
        current = thought
    return with_doubt(found).select(pl.col(name).cast(kind) for name, kind in CAPTURE_TIME.items())


def _of_kind(kind: str, votes: pl.DataFrame) -> pl.DataFrame:
    return votes.with_columns(kind=pl.lit(kind, dtype=KIND))


class _First:
    """Those of ratings that stand on the first page of their list, piece by piece, as often as they are asked for."""

    def __init__(self, ratings: Pieces) -> None:
        self._ratings = ratings

    def __iter__(self) -> Iterator[pl.DataFrame]:
        return (part.filter("is_first") for part in pieces_of(self._ratings))


def _reach(found: pl.DataFrame) -> int:
    """How far back old copies are, by those that ratings date: 19 in 20 are nearer."""
    back = found.filter((pl.col("verdict") == "older") & (pl.col("ratings") > 1)).select(
        back=pl.col("stated_to") - (pl.col("low") + pl.col("high")) // 2
    )["back"]
    return _REACH if len(back) < _FEWEST_REACHES else int(back.quantile(0.95))  # type: ignore[arg-type]  # never null
