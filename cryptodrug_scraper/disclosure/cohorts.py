"""
What became of the accounts that a market's end struck, as it is published.

Numbers are rounded, and fewer than five, none included, are not told, as in the tables of a package: a class that has
some accounts would tell of whoever can be in it. Classes are parts of all that were struck; how many these are follows
from the classes that are told, so that it tells no more of those that are not (`counts.rounded_whole`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from cryptodrug_scraper.disclosure.counts import BASE, MOVED_BY, rounded_count, rounded_to, rounded_whole, whole_moved
from cryptodrug_scraper.disclosure.threshold import FEWEST
from cryptodrug_scraper.measures.accounts.migrant_share import migrant_share

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["PARTS", "Struck", "published_cohorts", "published_share", "struck"]

PARTS = ("migrant_count", "multi_homer_count", "ambiguous_count", "other_count")
"""Numbers of accounts that add up to ``account_count``."""
_MOVED = "SELECT event, from_market, from_vendor, to_market, class FROM research.migration"
_COLUMNS = ("event", "from_market", "from_vendor", "to_market", "class")
_ALL = "account_count"
_EVENT = ("event", "from_market")
_ALL_MOVED = "account_count_moved"


class Struck(NamedTuple):
    """
    How many accounts an event struck.

    Attributes:
        accounts: as it is published.
        moved: how far that is at most from what it was.
    """

    accounts: int
    moved: int


def published_cohorts(found: pl.DataFrame) -> pl.DataFrame:
    """
    Return cohorts as they are published.

    Args:
        found: rows of `measures.accounts.migrant_share.MIGRANT_SHARE`.

    Returns:
        The same columns, with the interval as wide as rounding asks; without rows of fewer than five accounts, and of
        markets on which fewer were found. How many were not found on one market is what the others leave of all.
    """
    return _public(found).drop(_ALL_MOVED)


def _public(found: pl.DataFrame) -> pl.DataFrame:
    """Rows of `published_cohorts`, with how far the number of all is at most from what it was."""
    enough, to_any = pl.col(_ALL) >= FEWEST, pl.col("to_market").is_null()
    met = to_any | (pl.col(_ALL) - pl.col("other_count") >= FEWEST)
    rows = rounded_to(found.filter(enough & met), *PARTS).with_columns(
        pl.when(pl.col(name) > 0).then(name).alias(name) for name in PARTS
    )
    whole = rounded_whole(_ALL, *PARTS).filter(to_any).first().over(_EVENT)
    rows = rows.with_columns(whole.cast(found.schema[_ALL]))
    rows = rows.with_columns(whole_moved(_ALL, *PARTS).filter(to_any).first().over(_EVENT).alias(_ALL_MOVED))
    told = pl.sum_horizontal(pl.col(name).fill_null(BASE // 2) for name in PARTS[:-1])
    rest = pl.col(_ALL) - ((told + BASE // 2) // BASE) * BASE
    rows = rows.with_columns(
        pl.when(to_any).then("other_count").when(rest >= FEWEST).then(rest).cast(pl.Int64).alias("other_count")
    )
    return rows.with_columns(
        _shares(pl.col("migrant_count"), pl.col("ambiguous_count"), pl.col(_ALL), pl.col(_ALL_MOVED))
    )


def _shares(came: pl.Expr, unclear: pl.Expr, accounts: pl.Expr, moved: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """The share of migrants and its interval, of published numbers: null are few, which are the most that is hidden."""
    most = came + MOVED_BY + (unclear + MOVED_BY).fill_null(FEWEST - 1)
    return (
        (came / accounts).clip(upper_bound=1.0).alias("share"),
        ((came - MOVED_BY) / (accounts + moved)).clip(0.0, 1.0).alias("share_low"),
        (most / (accounts - moved).clip(FEWEST)).clip(upper_bound=1.0).alias("share_high"),
    )


def published_share(share: float, high: float, exact: int, struck: Struck) -> tuple[float, float, float]:
    """
    Return the share of migrants and its interval as `published_cohorts` has them.

    Args:
        share: of those that surely moved.
        high: with those of which it cannot be told.
        exact: of how many both are.
        struck: how many these are as it is published.
    """
    came, unclear = rounded_count(share * exact), round((high - share) * exact)
    told = None if unclear < FEWEST else rounded_count(unclear)
    numbers = (pl.lit(number, pl.Int64) for number in (came, told, struck.accounts, struck.moved))
    found: tuple[float, float, float] = pl.select(*_shares(*numbers)).row(0)
    return found


def struck(connection: Connection) -> dict[tuple[str, str], Struck]:
    """Return how many accounts each event struck on its market; without those of which that is not published."""
    rows = [tuple(row) for row in connection.exec_driver_sql(_MOVED)]
    moved = pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String()), orient="row")
    if moved.is_empty():
        return {}
    cohorts = _public(migrant_share(moved)).drop_nulls(_ALL)
    return {
        (event, market): Struck(count, round(far))
        for event, market, count, far in cohorts.select(*_EVENT, _ALL, _ALL_MOVED).rows()
    }
