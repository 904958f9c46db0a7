"""Listings as pages call them: Dream prints two numbers in place of the one that the truth has."""

from __future__ import annotations

import polars as pl

from simulator.dream.addresses import listing_number

__all__ = ["numbered"]

_MOST = (1 << 31) - 1


def numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """
    Put the truth's numbers of listings in the place of what pages call them.

    Args:
        rows: with ``listing_id`` as printed.

    Returns:
        The same rows; ``listing_id`` is null where there was none, or no number belongs to it.
    """
    printed = rows["listing_id"].cast(pl.String).unique().drop_nulls()
    numbers = pl.DataFrame(
        {"listing_id": printed, "number": [_number(text) for text in printed.to_list()]},
        schema_overrides={"number": pl.Int32},
    )
    found = rows.with_columns(pl.col("listing_id").cast(pl.String)).join(
        numbers, on="listing_id", how="left", maintain_order="left"
    )
    return found.with_columns(pl.col("number").alias("listing_id")).drop("number")


def _number(text: str) -> int | None:
    number = int(text) if text.isdecimal() and text.isascii() else listing_number(text)
    return None if number is None or number > _MOST else number
