"""Turn numbers of pages and rows, by which measures refer to statements, into the identifiers of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.store.row_ids import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["run_of_page", "statement_ids"]

_OF_RUN = 12
"""Bytes that the identifier of a record has in common with that of its reading; see `row_ids`."""


def run_of_page(pages: pl.DataFrame) -> pl.Series:
    """The readings of all pages (16 bytes), each at the place of its page's number."""
    return pages.sort("page")["run"]


def statement_ids(table: str, pages: pl.Series, ordinals: pl.Series, runs: pl.Series) -> pl.Series:
    """
    Return the identifiers of records, as `row_ids.row_id` makes them.

    Args:
        table: where the records are.
        pages: number of each record's page.
        ordinals: its place on the page.
        runs: of `run_of_page`.

    Returns:
        16 bytes for each.
    """
    kind = bytes([KINDS[table]])
    begun: Iterable[bytes] = runs.gather(pages.cast(pl.UInt32))
    return pl.Series(
        [run[:_OF_RUN] + kind + ordinal.to_bytes(3) for run, ordinal in zip(begun, ordinals, strict=True)],
        dtype=pl.Binary,
    )
