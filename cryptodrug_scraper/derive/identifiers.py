"""Turn numbers of pages and rows, by which measures refer to statements, into the identifiers of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.store.row_ids import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Identifiers", "named"]

_OF_RUN = 12
"""Bytes that the identifier of a record has in common with that of its reading; see `row_ids`."""


def _statement_ids(table: str, pages: pl.Series, ordinals: pl.Series, runs: pl.Series) -> pl.Series:
    """
    Return the identifiers of records, as `row_ids.row_id` makes them.

    Args:
        table: where the records are.
        pages: number of each record's page.
        ordinals: its place on the page.
        runs: the readings of all pages (16 bytes), each at the place of its page's number.

    Returns:
        16 bytes for each.
    """
    kind = bytes([KINDS[table]])
    begun: Iterable[bytes] = runs.gather(pages.cast(pl.UInt32))
    return pl.Series(
        [run[:_OF_RUN] + kind + ordinal.to_bytes(3) for run, ordinal in zip(begun, ordinals, strict=True)],
        dtype=pl.Binary,
    )


class Identifiers:
    """
    The identifiers of what a market's pages state.

    Args:
        pages: all captures, with ``page``, ``run`` and ``captured_at``.
    """

    def __init__(self, pages: pl.DataFrame) -> None:
        ordered = pages.sort("page")
        self._runs, self._times = ordered["run"], ordered["captured_at"]

    def of_reviews(self, found: pl.DataFrame) -> pl.DataFrame:
        """Distinct reviews, with the identifiers of the first and the last statement that they rest on."""
        return found.with_columns(
            self._of("review_observation", found, "first").alias("review_id"),
            self._of("review_observation", found, "last").alias("last_review_observation_id"),
        )

    def reviews(self, found: pl.DataFrame) -> pl.DataFrame:
        """The identifier of each distinct review, ``id``, beside the name that measures give it, ``review_id``."""
        return found.select("review_id", self._of("review_observation", found, "first").alias("id"))

    def of_states(self, state: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
        """
        States of listings, with the statement that each rests on.

        Args:
            state: with ``stated_page`` and ``listing_id``.
            listings: all statements of these listings: ``page``, ``ordinal``, ``listing_id``.
        """
        statements = listings.group_by("page", "listing_id").agg(pl.col("ordinal").min())
        rows = state.join(
            statements, left_on=["stated_page", "listing_id"], right_on=["page", "listing_id"], maintain_order="left"
        )
        ids = _statement_ids("listing_observation", rows["stated_page"], rows["ordinal"], self._runs)
        stated = rows["stated_page"].cast(pl.UInt32)
        return rows.with_columns(
            self._runs.gather(stated).alias("stated_run"),
            self._times.gather(stated).alias("stated_at"),
            ids.alias("listing_observation_id"),
        )

    def _of(self, table: str, found: pl.DataFrame, which: str) -> pl.Series:
        return _statement_ids(table, found[f"{which}_page"], found[f"{which}_ordinal"], self._runs)


def named(rows: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    """
    Give rows about sales the identifiers of their distinct reviews in the place of the names that measures give them.

    Args:
        rows: with ``transaction_id``.
        ids: of `Identifiers.reviews`.
    """
    return (
        rows.join(ids, left_on="transaction_id", right_on="review_id", maintain_order="left")
        .with_columns(pl.col("id").alias("transaction_id"))
        .drop("id")
    )
