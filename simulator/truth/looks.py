"""
The looks at markets that a truth is compared by: when each crawl began and ended.

A frame of looks has a row for each: ``market, snapshot_id, first_at, last_at``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl

from simulator.truth.frames import INSTANT

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LOOK", "looks_of_crawls"]

LOOK: dict[str, Any] = {"market": pl.String, "snapshot_id": pl.String, "first_at": INSTANT, "last_at": INSTANT}
"""Columns of a frame of looks."""


def looks_of_crawls(path: Path) -> pl.DataFrame:
    """
    Return the looks that ``crawls.json`` tells of.

    Args:
        path: the file, which ``cryptodrug simulate archive`` has written.
    """
    crawls: list[dict[str, Any]] = msgspec.json.decode(path.read_bytes())
    rows = [(crawl["market"], f"{crawl['market']} {crawl['day']}", crawl["begins"], crawl["ends"]) for crawl in crawls]
    written = pl.DataFrame(rows, schema=dict.fromkeys(LOOK, pl.String), orient="row")
    return written.with_columns(
        pl.col("first_at", "last_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", time_zone="UTC")
    ).sort("market", "first_at")
