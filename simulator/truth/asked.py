"""The part of a truth that crawls ask for: without the listings of products that a policy passes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from simulator.truth.frames import Frames

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

__all__ = ["AskedFrames"]


class AskedFrames(Frames):
    """
    A truth whose listings are those that crawls ask for; all else is as it is.

    Args:
        folder: of the Parquet files.
        missing: of each market, the products whose listings its crawls pass over.

    Attributes:
        partly: the markets of which they pass over some.
    """

    def __init__(self, folder: Path, missing: Mapping[str, Collection[str]]) -> None:
        super().__init__(folder)
        passed = [(market, product) for market, products in missing.items() for product in products]
        self._passed = pl.DataFrame(passed, schema={"market": pl.String, "product": pl.String}, orient="row")
        self.partly = self._passed["market"].unique().sort().to_list()

    def table(self, name: str) -> pl.DataFrame:
        """Return a table, as `Frames` does."""
        read = super().table(name)
        if name == "listing":
            return read.join(self._passed, on=("market", "product"), how="anti", maintain_order="left")
        return read
