"""The observed layer of one market held as frames, so that one vendor of it can be taken out or replaced."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.observed import FRAMES, Observed, read_market

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adbc_driver_postgresql.dbapi import Connection

__all__ = ["Frames", "taken"]


@dataclass(frozen=True)
class Frames:
    """
    What the pages of a market state, each frame as the database has it.

    Attributes:
        market: its code.
        of: the frames, by their names.
    """

    market: str
    of: dict[str, pl.DataFrame]

    def observed(self) -> Observed:
        """The market as a derivation reads it."""

        def blocks(name: str) -> Iterator[pl.DataFrame]:
            yield self.of[name]

        return Observed(self.market, blocks)

    def put(self, **frames: pl.DataFrame) -> Frames:
        """The market with other frames in place of its own."""
        return replace(self, of=self.of | frames)

    def changed(self, name: str, mine: pl.Expr, **values: pl.Expr) -> Frames:
        """The market with other values in some columns of those rows of a frame that are ``mine``."""
        old = self.of[name]
        put = [pl.when(mine).then(value).otherwise(pl.col(column)).alias(column) for column, value in values.items()]
        return self.put(**{name: old.with_columns(put).cast(old.schema)})

    def vendors(self) -> list[str]:
        """The vendors that a page of their own or a listing names, in their order."""
        named = [self.of[name]["vendor"] for name in ("vendors", "listings", "reviews")]
        return pl.concat(named).drop_nulls().unique().sort().to_list()

    def listings(self, vendor: str) -> pl.Series:
        """The listings of a vendor."""
        return self.of["listings"].filter(pl.col("vendor") == vendor)["listing_id"].unique()

    def is_of(self, name: str, vendor: str) -> pl.Expr:
        """Whether a row of a frame with vendors or listings states something of a vendor."""
        mine = pl.col("vendor").eq_missing(pl.lit(vendor))
        if name == "reviews":
            mine |= pl.col("vendor").is_null() & pl.col("listing_id").is_in(self.listings(vendor).implode())
        return mine.fill_null(value=False)

    def parts(self, name: str, vendor: str) -> pl.Expr:
        """Whether a row of a frame of parts of listings is of one of a vendor's."""
        own = self.of["listings"].filter(self.is_of("listings", vendor))
        keys = own.select(key=pl.struct("run", listing_ordinal="ordinal"))["key"]
        kinds = self.of[name].schema["listing_ordinal"]
        return pl.struct("run", pl.col("listing_ordinal").cast(kinds)).is_in(keys.implode())

    def without(self, vendor: str) -> Frames:
        """The market as it were without a vendor."""
        of_vendors = ("vendors", "counters", "external", "listings", "reviews")
        kept = {name: self.of[name].filter(~self.is_of(name, vendor)) for name in of_vendors}
        return self.put(**kept)


def taken(connection: Connection, market: str) -> Frames:
    """Read all frames of a market."""
    observed = read_market(connection, market)
    return Frames(market, {name: observed.read(name) for name in FRAMES})
