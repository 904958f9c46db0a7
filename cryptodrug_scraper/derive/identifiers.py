"""Turn numbers of pages and rows, by which measures refer to statements, into the identifiers of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.store.row_ids import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["with_identifiers"]

_OF_RUN = 12
"""Bytes that the identifier of a record has in common with that of its reading; see `row_ids`."""


def _run_of_page(pages: pl.DataFrame) -> pl.Series:
    """The readings of all pages (16 bytes), each at the place of its page's number."""
    return pages.sort("page")["run"]


def _statement_ids(table: str, pages: pl.Series, ordinals: pl.Series, runs: pl.Series) -> pl.Series:
    """
    Return the identifiers of records, as `row_ids.row_id` makes them.

    Args:
        table: where the records are.
        pages: number of each record's page.
        ordinals: its place on the page.
        runs: of `_run_of_page`.

    Returns:
        16 bytes for each.
    """
    kind = bytes([KINDS[table]])
    begun: Iterable[bytes] = runs.gather(pages.cast(pl.UInt32))
    return pl.Series(
        [run[:_OF_RUN] + kind + ordinal.to_bytes(3) for run, ordinal in zip(begun, ordinals, strict=True)],
        dtype=pl.Binary,
    )


def with_identifiers(
    tables: Mapping[str, pl.DataFrame], listings: pl.DataFrame, pages: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """
    Give the rows of derived tables the identifiers of the statements that they rest on.

    Args:
        tables: rows as measures give them.
        listings: statements of listings: ``page``, ``ordinal``, ``listing_id``.
        pages: all captures, with ``page``, ``run`` and ``captured_at``.
    """
    runs = _run_of_page(pages)
    found = tables["distinct_review"]
    first = _statement_ids("review_observation", found["first_page"], found["first_ordinal"], runs)
    last = _statement_ids("review_observation", found["last_page"], found["last_ordinal"], runs)
    ids = found.select("review_id", first.alias("id"))
    rows = dict(tables)
    rows["distinct_review"] = found.with_columns(first.alias("review_id"), last.alias("last_review_observation_id"))
    for table in ("sale", "sale_origin"):
        rows[table] = (
            tables[table]
            .join(ids, left_on="transaction_id", right_on="review_id", maintain_order="left")
            .with_columns(pl.col("id").alias("transaction_id"))
        )
    rows["listing_state"] = _stated(tables["listing_state"], listings, pages, runs)
    for table in ("listing_destination", "origin_month"):
        rows[table] = tables[table].with_row_index("number", offset=1)
    return rows


def _stated(state: pl.DataFrame, listings: pl.DataFrame, pages: pl.DataFrame, runs: pl.Series) -> pl.DataFrame:
    """Name the statement that the state of each listing rests on."""
    statements = listings.group_by("page", "listing_id").agg(pl.col("ordinal").min())
    rows = state.join(
        statements, left_on=["stated_page", "listing_id"], right_on=["page", "listing_id"], maintain_order="left"
    ).join(
        pages.select("page", pl.col("run").alias("stated_run"), pl.col("captured_at").alias("stated_at")),
        left_on="stated_page",
        right_on="page",
        maintain_order="left",
    )
    ids = _statement_ids("listing_observation", rows["stated_page"], rows["ordinal"], runs)
    return rows.with_columns(ids.alias("listing_observation_id"))
