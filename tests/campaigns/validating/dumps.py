"""What is told of archives as others keep them: ratings of markets and of vendors, and the times of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from sqlalchemy import text

from simulator.commands.comparison.derived import Derived
from simulator.truth.asked_prices import BULK_EUR
from simulator.truth.captured import captured_reviews
from simulator.truth.frames import INSTANT
from simulator.truth.worth import euros
from tests.campaigns.validating.naive import DATED, WORDED, Naive

if TYPE_CHECKING:
    from adbc_driver_postgresql.dbapi import Connection as Observed
    from sqlalchemy import Connection

    from simulator.truth.frames import Frames

__all__ = ["ESTIMATOR", "LEAST", "DatedDerived", "rating_counts", "time_errors"]

ESTIMATOR = "estimator"
LEAST = 20
"""Ratings of a vendor from which on its own figure counts."""

_PAGES = """
    SELECT DISTINCT
        r.market, r.vendor, r.listing_id, o.path AS file,
        CASE r.market WHEN 'empire' THEN r.occurred_from END AS occurred_from
    FROM research.review r JOIN capture_origin o USING (capture_id)
"""
_RATINGS = "SELECT market, vendor, count(*) AS value FROM research.distinct_review GROUP BY market, vendor"
_TIMES = """
    SELECT t.market, t.stated_from, t.stated_to, t.estimated_from, t.estimated_to, t.verdict, o.path AS file
    FROM research.capture_time t JOIN capture_origin o USING (capture_id)
"""
_OCCURRED: dict[str, Any] = {"vendor": pl.String, "listing_id": pl.String, "occurred_from": INSTANT}


class DatedDerived(Derived):
    """A derivation of pages in folders, of each of which the truth knows when it was fetched."""

    def __init__(self, connection: Connection, frames: Frames) -> None:
        super().__init__(connection, BULK_EUR)
        self._frames = frames

    def __getitem__(self, name: str) -> pl.DataFrame:
        """Read columns, ``pages`` with their true times."""
        if name != "pages":
            return super().__getitem__(name)
        pages = pl.read_database(_PAGES, self._connection, schema_overrides=_OCCURRED, infer_schema_length=None)
        times = self._frames.table("pages").select("file", pl.col("fetched_at").alias("captured_at"))
        return pages.join(times, on="file").drop("file")


def rating_counts(frames: Frames, derived: Derived, connection: Connection, observed: Observed) -> list[dict[str, Any]]:
    """
    Return how many ratings there are on the captured pages, beside the truth.

    Returns:
        For each market and practice ``market, practice, value, true``, of all ratings; and ``vendors``, how many
        accounts have `LEAST` or more in truth, with ``worst``, the largest difference of one of them in per cent.
    """
    true = captured_reviews(frames, derived["pages"]).group_by("market", "account_id").agg(pl.len().alias("true"))
    found = {ESTIMATOR: pl.read_database(_RATINGS, connection)}
    looks, rates = derived["snapshots"].sort("market", "first_at"), euros(frames)
    naive = [Naive(observed, market, looks, rates) for market in looks["market"].unique().sort()]
    for practice, count in ((DATED, Naive.dated), (WORDED, Naive.worded)):
        found[practice] = pl.concat(
            count(one).group_by("vendor").agg(pl.len().alias("value")).with_columns(pl.lit(one.market).alias("market"))
            for one in naive
        )
    return [
        {"practice": practice, **row}
        for practice, counts in found.items()
        for row in _by_market(frames, counts, true).iter_rows(named=True)
    ]


def _by_market(frames: Frames, counts: pl.DataFrame, true: pl.DataFrame) -> pl.DataFrame:
    named = counts.join(frames.names, left_on=["market", "vendor"], right_on=["market", "name"], how="left")
    by_account = named.group_by("market", "account_id").agg(pl.col("value").sum().cast(pl.Int64))
    both = true.join(by_account, on=["market", "account_id"], how="full", coalesce=True)
    both = both.with_columns(pl.col("value", "true").fill_null(0).cast(pl.Int64))
    difference = (pl.col("value") / pl.col("true") - 1) * 100
    of_many = difference.filter(pl.col("true") >= LEAST)
    return (
        both.group_by("market")
        .agg(
            pl.col("value").sum(),
            pl.col("true").sum(),
            of_many.len().alias("vendors"),
            of_many.sort_by(of_many.abs()).last().alias("worst"),
        )
        .sort("market")
    )


def time_errors(frames: Frames, connection: Connection) -> list[dict[str, Any]]:
    """
    Return how far the estimated times of pages are out, of a database whose pages lay in folders.

    Returns:
        For each market, and old copies and other pages, ``market, is_old, verdicts`` (how many of each) and ``errors``
        and ``stated_errors``, in days: those of the middles of what is estimated and of what is stated. Empty where the
        database has no view ``research.capture_time``.
    """
    if connection.scalar(text("SELECT to_regclass('research.capture_time')")) is None:
        return []
    moments: dict[str, Any] = dict.fromkeys(("stated_from", "stated_to", "estimated_from", "estimated_to"), INSTANT)
    found = pl.read_database(_TIMES, connection, schema_overrides=moments, infer_schema_length=None)
    pages = frames.table("pages").filter(pl.col("outcome").is_in(["page", "truncated"]))
    dated = found.join(pages.select("file", "fetched_at", "is_old_copy"), on="file").with_columns(
        _middle(name).sub(pl.col("fetched_at")).dt.total_seconds().truediv(86_400).round(2).alias(alias)
        for name, alias in (("estimated", "errors"), ("stated", "stated_errors"))
    )
    rows = []
    for (market, is_old), group in dated.sort("market", "is_old_copy").group_by(
        "market", "is_old_copy", maintain_order=True
    ):
        rows.append(
            {
                "market": market,
                "is_old": is_old,
                "verdicts": dict(group["verdict"].value_counts().iter_rows()),
                "errors": group["errors"].drop_nulls().to_list(),
                "stated_errors": group["stated_errors"].drop_nulls().to_list(),
            }
        )
    return rows


def _middle(name: str) -> pl.Expr:
    first, last = pl.col(f"{name}_from"), pl.col(f"{name}_to")
    return first + (last - first) / 2
