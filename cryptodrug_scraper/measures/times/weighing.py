"""
Weigh what speaks for the time that a source states of a page against what speaks for another.

A rating that other pages show weighs 1, and so does a counter that is out of order: two pieces that agree are needed to
move a page, and three times what speaks for its stated time. What can hardly be chance weighs 2 (rates that are not
those of the day, a counter that is weeks behind), as one such piece is enough; bytes and the life of a market weigh 3,
a clock 5: they are wrong only where a market is. The weights were set by that order, and not fitted. Halved and doubled
one by one on simulated archives of three markets, none of them lets a page be accused that was made when its source
states; they decide how many old copies are told (docs/deriving.md; ``tests/campaigns/time_weights.py`` asks it of any
archive).
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.times.agreement import OPEN, most_agreed

__all__ = ["KIND", "KINDS", "judged", "with_doubt"]

_DAY = 86_400_000_000
_SLACK, _CLOCK_SLACK = _DAY // 2, _DAY
"""Days of folders are those of some place on Earth, and a server's clock may be of another zone."""
_LEAST, _LEAST_NEWER = 2.0, 4.0
"""Weight that is needed to move a page, and to a time when it should not have been there yet."""
_BETTER = 3.0
"""So many times more must speak for another time than for the stated one."""
_MOST_OF = 0.6
"""And so much of what the ratings say must be one time: those of an old copy agree."""
_TELLS = 10 * _DAY
"""A longer interval confirms no time, though it may exclude one; nor does a counter, which old copies may misplace."""
_SURE = ("sidecar", "comment", "warc", "mhtml", "http_date")
"""Sources that noted the time as the page was fetched."""
_LEAST_DOUBT, _MOVED_DOUBT, _MOST_DOUBT = 0.003, 0.05, 0.5
"""Chances that a time is wrong: of a page that agrees with its source, that was estimated, that contradicts itself."""
_PRIOR = (1.0, 49.0)
"""Old copies and others that a source is thought to have before any are seen."""
_VOTES_AT_ONCE = 1_000_000
"""Votes that are weighed at a time, with all on a page, and pages that are judged."""
KINDS = ("clock", "ratings", "counters", "rates", "newest", "bytes", "life")
"""What speaks of a page's time."""
KIND = pl.Enum(KINDS)
"""One of them, as votes have it."""


def judged(told: pl.DataFrame, votes: pl.DataFrame, reach: int) -> pl.DataFrame:
    """
    Judge each page by the votes on its time.

    Only what speaks for one of the two times and not for the other counts: intervals that hold both decide nothing.

    Args:
        told: ``page, stated_from, stated_to`` (microseconds; null where nothing is stated), ``source``.
        votes: ``page, low, high, weight, kind`` (one of `KINDS`).
        reach: how far the interval of a page that was moved reaches to a side on which nothing bounds it
            (microseconds).

    Returns:
        ``told`` with ``verdict, low, high`` (see `capture_times`), ``against``, the weight that contradicts what is
        stated, and for each kind how many votes there are, and how many for what is stated (``ratings_for``).
    """
    parts = max(1, -(-max(votes.height, told.height) // _VOTES_AT_ONCE))
    part = pl.col("page").hash() % parts
    return pl.concat(
        _judged(told.filter(part == number), votes.filter(part == number), reach) for number in range(parts)
    ).sort("page")


def _judged(told: pl.DataFrame, votes: pl.DataFrame, reach: int) -> pl.DataFrame:
    """The same of some pages, with the votes on these."""
    best = most_agreed(votes.select("page", "low", "high", "weight"), "page")
    counts = _counted(told, votes, best)
    numbers = [*KINDS, *(f"{kind}_for" for kind in KINDS)]
    weights = ("against", "stated", "rated", "rated_best", "confirmed", "shown")
    weighed = (
        told.join(counts, on="page", how="left")
        .join(best.select("page", best_low="low", best_high="high"), on="page", how="left")
        .with_columns(pl.col(weights).fill_null(0.0), pl.col(numbers).fill_null(0))
    )
    found = _decided(weighed, reach)
    return found.drop(
        "best_low", "best_high", "life_low", "life_high", *(name for name in weights if name != "against")
    )


def _counted(told: pl.DataFrame, votes: pl.DataFrame, best: pl.DataFrame) -> pl.DataFrame:
    """What some votes, all of a page among them, weigh for the stated time of each page, and for the best one."""
    held = _held(told, votes, best)
    weight, rating, is_life = pl.col("weight"), pl.col("kind") == "ratings", pl.col("kind") == "life"
    return held.group_by("page").agg(
        against=weight.filter(pl.col("is_best") & ~pl.col("is_for")).sum(),
        stated=weight.filter(pl.col("is_for") & ~pl.col("is_best")).sum(),
        rated=weight.filter(rating).sum(),
        rated_best=weight.filter(rating & pl.col("is_best")).sum(),
        confirmed=weight.filter(pl.col("is_for") & pl.col("tells")).sum(),
        shown=weight.filter(pl.col("is_best") & ~is_life).sum(),
        life_low=pl.col("low").filter(is_life).first(),
        life_high=pl.col("high").filter(is_life).first(),
        **{kind: (pl.col("kind") == kind).sum() for kind in KINDS},
        **{f"{kind}_for": ((pl.col("kind") == kind) & pl.col("is_for")).sum() for kind in KINDS},
    )


def _held(told: pl.DataFrame, votes: pl.DataFrame, best: pl.DataFrame) -> pl.DataFrame:
    """Votes with whether each is for the stated time, and for the one that most are for."""
    slack = pl.when(pl.col("kind") == "clock").then(_CLOCK_SLACK).otherwise(_SLACK)
    is_for = (pl.col("low") - slack <= pl.col("stated_to")) & (pl.col("high") + slack >= pl.col("stated_from"))
    is_best = (pl.col("low") <= pl.col("best_high")) & (pl.col("high") >= pl.col("best_low"))
    return (
        votes.join(told.select("page", "stated_from", "stated_to"), on="page")
        .join(best.select("page", best_low="low", best_high="high"), on="page", how="left")
        .with_columns(
            is_for=is_for.fill_null(value=False),
            is_best=is_best.fill_null(value=False),
            tells=(pl.col("kind") != "counters") & (pl.col("high") - pl.col("low") <= _TELLS),
        )
    )


def _decided(weighed: pl.DataFrame, reach: int) -> pl.DataFrame:
    is_stated = pl.col("stated_from").is_not_null()
    is_old = pl.col("best_high") < pl.col("stated_from")
    is_new = pl.col("best_low") > pl.col("stated_to")
    is_one = pl.col("rated_best") >= pl.col("rated") * _MOST_OF
    is_better = is_one & (pl.col("stated") <= pl.col("against") / _BETTER)
    needed = pl.when(is_new).then(_LEAST_NEWER).otherwise(_LEAST)
    is_moved = is_stated & is_better & (pl.col("against") >= needed) & (is_old | is_new)
    is_bounded = (pl.col("best_low") > -OPEN) & (pl.col("best_high") < OPEN)
    is_dated = ~is_stated & is_one & is_bounded & (pl.col("shown") >= _LEAST)
    is_of_life = ~is_stated & (pl.col("life_low") > -OPEN) & (pl.col("life_high") < OPEN)
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
    best_low = pl.when(pl.col("best_low") > -OPEN).then("best_low").otherwise(pl.col("best_high") - reach)
    best_high = pl.when(pl.col("best_high") < OPEN).then("best_high").otherwise(pl.col("best_low") + reach)
    reaches_back = is_stated & is_old & is_doubted
    return weighed.with_columns(
        verdict=verdict,
        low=pl.when(is_of_best)
        .then(best_low)
        .when(reaches_back)
        .then(pl.min_horizontal(best_low, "stated_from"))
        .when(is_of_life)
        .then("life_low")
        .otherwise("stated_from"),
        high=pl.when(is_of_best).then(best_high).when(is_of_life).then("life_high").otherwise("stated_to"),
    )


def with_doubt(found: pl.DataFrame) -> pl.DataFrame:
    """
    Add ``doubt``, the chance that a page was made at another time than within its interval.

    Of pages that nothing on them dates, as many are taken for old copies as of those of their source that are dated.

    Args:
        found: of `judged`.
    """
    # of pages that one piece alone contradicts none is moved: to count them would make a source look better than it is
    told = found.filter((pl.col("ratings") + pl.col("rates") + pl.col("clock") > 0) & (pl.col("verdict") != "unsure"))
    shares = told.group_by("source").agg(
        old=((pl.col("verdict") == "older").sum() + _PRIOR[0]) / (pl.len() + _PRIOR[0] + _PRIOR[1])
    )
    is_stated = pl.col("stated_from").is_not_null()
    is_doubted = is_stated & (pl.col("against") > 0)
    is_agreed = pl.col("verdict") == "agrees"
    is_estimated = pl.col("verdict").is_in(["older", "newer"]) | (is_agreed & ~is_stated)
    doubt = (
        pl.when(pl.col("low").is_null())
        .then(1.0)
        .when(is_estimated)
        .then(_MOVED_DOUBT)
        .when((is_agreed & ~is_doubted) | ~is_stated)
        .then(_LEAST_DOUBT)
        .when(is_doubted)
        .then(_MOST_DOUBT)
        .otherwise(pl.col("old").fill_null(_PRIOR[0] / sum(_PRIOR)))
    )
    return found.join(shares, on="source", how="left", nulls_equal=True).sort("page").with_columns(doubt=doubt)
