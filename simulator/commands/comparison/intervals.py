"""What the intervals of estimators cover, and how many of a few would hold the truth by chance if 95 in 100 do."""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ASKED", "HELD", "IN_ALL", "by_chance", "covers", "remarks"]

ASKED = ", of what was asked for"
"""Ends the name of a measure that is compared with the part of the market that crawls asked for."""
IN_ALL = ", in all"
"""Ends the name of a measure that is what a country has, and not its share."""
HELD = 0.95
"""The share of the intervals that should hold the truth."""
_TAIL = 0.025
_CHANCE_MISSES = "pages that are missed by chance, one by one"
_ON_PURPOSE = (
    "not what all crawls pass over, as a category (missing in a policy and in crawls.json), nor what is hidden"
)
_COVERS = (
    (("listings of", "vendors of"), f"vendors and listings that were not met by chance; {_ON_PURPOSE}"),
    (("listings", "vendors"), f"{_CHANCE_MISSES}; {_ON_PURPOSE}"),
    (
        ("transactions_c13",),
        "ages of 29 days; not orders without a rating: it is a published figure's like, no estimate",
    ),
    (
        ("transactions_shown (of captured pages)",),
        "months in which ratings of known pages can lie; nothing else: it is a bound, not of 95 %",
    ),
    (
        ("transactions_shown",),
        "months in which ratings can lie: a bound, not of 95 %; not ratings of pages that no crawl captured",
    ),
    (
        ("transactions of", "turnover_eur of"),
        "all that those of the whole do, and from where sales without a rating were sent",
    ),
    (("transactions",), "rounding, chance, dates and the rate of feedback; not vendors that no crawl captured"),
    (("turnover",), "the same, and which vendors sell dear; not prices that differ from the asked ones, nor discounts"),
    (("sales of EUR",), "what orders were worth; not ratings taken for others, nor pages that no crawl captured"),
)

_HEAD = (
    "Intervals that do not hold. Do not read these as of 95 % here: the truth is of the whole market, unless it is "
    "said to be of what was asked for, and what is not covered has to be known from elsewhere (grades, coverage, what "
    "the crawls asked for). Figures of one market in months that follow one another are alike, so that chance explains "
    "somewhat more than is said:"
)


def by_chance(count: int) -> tuple[int, int]:
    """
    Return the least and the greatest number of intervals that hold the truth in 95 of 100 runs, if each does so with a
    chance of 0.95 by itself: the central range of the binomial distribution.
    """
    chances = [comb(count, held) * HELD**held * (1 - HELD) ** (count - held) for held in range(count + 1)]
    below, low = 0.0, 0
    while low < count and below + chances[low] < _TAIL:
        below += chances[low]
        low += 1
    above, high = 0.0, count
    while high > low and above + chances[high] < _TAIL:
        above += chances[high]
        high -= 1
    return low, high


def covers(measure: str) -> str:
    """Describe what the interval of a measure covers, and what it does not."""
    said = next((said for names, said in _COVERS if measure.startswith(names)), "")
    return said.replace(_ON_PURPOSE, "not what is hidden") if measure.endswith(ASKED) else said


def remarks(summaries: Iterable[dict[str, Any]]) -> list[str]:
    """
    Return what a reader of summaries should know of each measure whose intervals hold the truth less often than chance
    alone explains.

    Args:
        summaries: with ``measure``, ``intervals``, ``held``, ``chance_low`` and ``chance_high``.
    """
    found = [
        f"{row['measure']}: {row['held']} of {row['intervals']} intervals hold the truth; by chance it would be "
        f"{row['chance_low']} to {row['chance_high']} if they were of 95 %. They cover {covers(row['measure'])}."
        for row in summaries
        if row["intervals"] and row["held"] < row["chance_low"]
    ]
    return [_HEAD, *(f"  {each}" for each in found)] if found else []
