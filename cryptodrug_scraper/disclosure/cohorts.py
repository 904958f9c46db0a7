"""
What became of the accounts that a market's end struck, as it is published.

Numbers are rounded, and fewer than five, none included, are not told, as in the tables of a package: a class that has
some accounts would tell of whoever can be in it. Classes are parts of all that were struck; how many these are follows
from the classes that are told, so that it tells no more of those that are not (`counts.rounded_whole`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.counts import BASE, rounded_count, rounded_to, rounded_whole
from cryptodrug_scraper.disclosure.threshold import FEWEST
from cryptodrug_scraper.measures.accounts.migrant_share import migrant_share

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["PARTS", "published_cohorts", "published_share", "struck"]

PARTS = ("migrant_count", "multi_homer_count", "ambiguous_count", "other_count")
"""Numbers of accounts that add up to ``account_count``."""
_MOVED = "SELECT event, from_market, from_vendor, to_market, class FROM research.migration"
_COLUMNS = ("event", "from_market", "from_vendor", "to_market", "class")
_ALL = "account_count"
_EVENT = ("event", "from_market")
_MOVED_BY = BASE // 2
"""By rounding, at most: what is published must not be surer than what is known."""


def published_cohorts(found: pl.DataFrame) -> pl.DataFrame:
    """
    Return cohorts as they are published.

    Args:
        found: rows of `measures.accounts.migrant_share.MIGRANT_SHARE`.

    Returns:
        The same columns, with the interval as wide as rounding asks; without rows of fewer than five accounts, and of
        markets on which fewer were found. How many were not found on one market is what the others leave of all.
    """
    enough, to_any = pl.col(_ALL) >= FEWEST, pl.col("to_market").is_null()
    met = to_any | (pl.col(_ALL) - pl.col("other_count") >= FEWEST)
    rows = rounded_to(found.filter(enough & met), *PARTS).with_columns(
        pl.when(pl.col(name) > 0).then(name).alias(name) for name in PARTS
    )
    whole = rounded_whole(_ALL, *PARTS).filter(to_any).first().over(_EVENT)
    rows = rows.with_columns(whole.cast(found.schema[_ALL]))
    told = pl.sum_horizontal(pl.col(name).fill_null(BASE // 2) for name in PARTS[:-1])
    rest = pl.col(_ALL) - ((told + BASE // 2) // BASE) * BASE
    rows = rows.with_columns(
        pl.when(to_any).then("other_count").when(rest >= FEWEST).then(rest).cast(pl.Int64).alias("other_count")
    )
    came, unclear = pl.col("migrant_count"), pl.col("ambiguous_count") + _MOVED_BY
    most = (came + _MOVED_BY + unclear.fill_null(FEWEST - 1)) / pl.col(_ALL)  # few are the most that is hidden
    return rows.with_columns(
        (came / pl.col(_ALL)).clip(upper_bound=1.0).alias("share"),
        ((came - _MOVED_BY) / pl.col(_ALL)).clip(0.0, 1.0).alias("share_low"),
        most.clip(upper_bound=1.0).alias("share_high"),
    )


def published_share(share: float, high: float, exact: int, accounts: int) -> tuple[float, float, float]:
    """
    Return the share of migrants and its interval as `published_cohorts` has them.

    Args:
        share: of those that surely moved.
        high: with those of which it cannot be told.
        exact: of how many both are.
        accounts: how many these are as it is published.
    """
    came, unclear = rounded_count(share * exact), round((high - share) * exact)
    more = FEWEST - 1 if unclear < FEWEST else rounded_count(unclear) + _MOVED_BY
    ends = (came, came - _MOVED_BY, came + _MOVED_BY + more)
    value, low, most = (min(1.0, max(0.0, end / accounts)) for end in ends)
    return value, low, most


def struck(connection: Connection) -> dict[tuple[str, str], int]:
    """Return how many accounts each event struck on its market, as it is published; without those it is not of."""
    rows = [tuple(row) for row in connection.exec_driver_sql(_MOVED)]
    moved = pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String()), orient="row")
    if moved.is_empty():
        return {}
    cohorts = published_cohorts(migrant_share(moved)).drop_nulls(_ALL)
    return {(event, market): count for event, market, count in cohorts.select(*_EVENT, _ALL).rows()}
