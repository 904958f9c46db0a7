"""The truth's Parquet files as frames of polars, with the names that a database of simulated pages has for things."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["INSTANT", "Frames"]

INSTANT = pl.Datetime("us", "UTC")
"""The type of instants in all frames."""


class Frames:
    """
    A truth that was written by ``cryptodrug simulate truth``.

    Words are strings, and instants `INSTANT`. Listings are called by the number that pages print.

    Args:
        folder: of the Parquet files.

    Raises:
        ArchiveError: a file that is asked for is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, pl.DataFrame] = {}

    def table(self, name: str) -> pl.DataFrame:
        """
        Return a table.

        Raises:
            ArchiveError: there is no such file.
        """
        if name not in self._read:
            path = self._folder / f"{name}.parquet"
            if not path.is_file():
                message = f"there is no {path}: name a folder that cryptodrug simulate truth has written"
                raise ArchiveError(message)
            with path.open("rb") as file:
                read = pl.read_parquet(file)
            self._read[name] = read.with_columns(
                pl.col(pl.Categorical).cast(pl.String), pl.col(pl.Datetime).cast(INSTANT)
            )
        return self._read[name]

    def has(self, name: str) -> bool:
        """Tell whether there is such a table; those of what a scenario does not have are not written."""
        return (self._folder / f"{name}.parquet").is_file()

    @cached_property
    def markets(self) -> list[str]:
        """Names of the markets."""
        return self.table("account")["market"].unique().sort().to_list()

    @cached_property
    def accounts(self) -> pl.DataFrame:
        """Accounts with the name that each of them had last, as ``vendor``, and with all that the table has of them."""
        accounts = self.table("account").rename({"handle": "vendor"})
        if not self.has("rename"):
            return accounts
        last = self.table("rename").select("account_id", pl.col("handle_after").alias("last"))
        return (
            accounts.join(last, on="account_id", how="left")
            .with_columns(pl.coalesce("last", "vendor").alias("vendor"))
            .drop("last")
        )

    @cached_property
    def names(self) -> pl.DataFrame:
        """Every name that an account had: ``market, account_id, name, vendor``; ``vendor`` is the one it had last."""
        columns = ("market", "account_id", "name", "vendor")
        last = self.accounts.with_columns(pl.col("vendor").alias("name")).select(columns)
        first = self.table("account").select("account_id", pl.col("handle").alias("name"))
        first = first.join(self.accounts, on="account_id").select(columns)
        return pl.concat((last, first)).unique().sort("account_id", "name")

    @cached_property
    def closings(self) -> pl.DataFrame:
        """From when markets cannot be reached any more: ``market, closed``, for those that close."""
        events = self.table("event").filter(pl.col("kind") == "closed")
        return events.group_by("market").agg(pl.col("at").min().alias("closed"))
