"""
Which captures of a collection are one crawl, where nothing but times and addresses tells (methods E1).

A crawl fetches a page once, and the next one fetches it again: captures without a long pause are one crawl as long as
they show other pages, and another crawl begins where pages come again. So days of one crawl are put together, over
midnight and over the folders of several days, and daily crawls are not. How long a pause within a crawl may be follows
from the pauses between crawls: `LONGEST_PAUSE`, or, of a collection that is seldom added to, a third of what is usual
between its crawls, and `SLOWEST` at most.

Times of pages are estimates, and a page may be an old copy from weeks before the crawl that kept it. Days with few
pages beside a day with many are no crawl: their pages are strays, sightings at their own time that neither join two
crawls nor are a look at the market. Within a day of a crawl they are taken for its tail.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

__all__ = ["LONGEST_PAUSE", "MOST_AGAIN", "SLOWEST", "runs_by_rhythm"]

LONGEST_PAUSE = timedelta(hours=48)
"""A longer pause ends a crawl, unless the collection is seldom added to."""
SLOWEST = timedelta(days=7)
"""And one as long as this does anyway."""
MOST_AGAIN = 0.1
"""Share of the smaller of two parts of a crawl that the other may show again: requests that were tried anew."""
FEW = 0.1
"""A day with less than this share of the pages of a day nearby is no crawl."""
NEARBY = 21
"""How many days away such a day may be: old copies of a crawl are from up to three weeks before it."""
_PAUSE = timedelta(hours=2)
"""Captures without a longer pause are never parted: no crawl of a market is over in so little time."""
_TAIL = timedelta(days=1)


def runs_by_rhythm(pages: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """
    Return for each capture the number of its run, and whether that holds strays.

    Args:
        pages: imported captures of one market in order of time: ``captured_at, url_key, kind, is_wall``.

    Returns:
        ``_run`` (Int64) and ``is_stray`` (Boolean), in the order of the pages. Strays between the same two crawls are
        one run; its number is that of the crawl before it, or -1.
    """
    times = pages.get_column("captured_at").to_list()
    crawls = _crawls(pages.filter(_on_days_of_crawls(pages)))
    runs, strays, nearest = [], [], 0
    for at in times:
        while nearest + 1 < len(crawls) and crawls[nearest + 1][0] - at <= max(at - crawls[nearest][1], timedelta()):
            nearest += 1
        first, last = crawls[nearest]
        is_stray = not first - _TAIL <= at <= last + _TAIL
        runs.append(nearest - (is_stray and at < first))
        strays.append(is_stray)
    return pl.Series("_run", runs, dtype=pl.Int64), pl.Series("is_stray", strays, dtype=pl.Boolean)


def _on_days_of_crawls(pages: pl.DataFrame) -> pl.Series:
    """Whether each page is of a day that has not much fewer pages than another one nearby."""
    day = pages.get_column("captured_at").dt.date().alias("day")
    counts = day.value_counts(name="n").sort("day")
    most = counts.rolling("day", period=f"{2 * NEARBY + 1}d", offset=f"-{NEARBY + 1}d").agg(pl.col("n").max())
    crawled = counts.filter(counts.get_column("n") >= FEW * most.get_column("n")).get_column("day")
    return day.is_in(crawled.implode())


def _crawls(pages: pl.DataFrame) -> list[tuple[datetime, datetime]]:
    """Return when each crawl began and ended."""
    parts = list(_parts(pages))
    pauses = [after[0] - before[1] for before, after in pairwise(parts)]
    between = sorted(pause for pause in pauses if pause > LONGEST_PAUSE)
    usual = between[len(between) * 3 // 4] if between else LONGEST_PAUSE  # shorter ones may be within crawls
    longest = max(LONGEST_PAUSE, min(SLOWEST, usual / 3))
    crawls: list[tuple[datetime, datetime, set[str]]] = []
    for first, last, shown in parts:
        if crawls and first - crawls[-1][1] <= longest and _few_again(crawls[-1][2], shown):
            crawls[-1] = (crawls[-1][0], last, crawls[-1][2] | shown)
        else:
            crawls.append((first, last, shown))
    return [(first, last) for first, last, _ in crawls]


def _parts(pages: pl.DataFrame) -> Iterator[tuple[datetime, datetime, set[str]]]:
    """Yield captures without a pause: the first and the last time, and the addresses that tell one page from others."""
    tells = pl.col("url_key").filter(~pl.col("is_wall").fill_null(value=False), pl.col("kind").ne_missing("home"))
    parts = pages.group_by(
        (pl.col("captured_at").diff() > _PAUSE).fill_null(value=False).cum_sum().alias("part"), maintain_order=True
    ).agg(
        pl.col("captured_at").first().alias("first"),
        pl.col("captured_at").last().alias("last"),
        tells.drop_nulls().unique().alias("shown"),
    )
    for first, last, shown in parts.select("first", "last", "shown").iter_rows():
        yield first, last, set(shown)


def _few_again(before: set[str], after: set[str]) -> bool:
    return len(before & after) <= MOST_AGAIN * min(len(before), len(after))
