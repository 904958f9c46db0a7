"""
Count what could be seen of a truth in a period, from the Parquet files of `simulator.truth`.

A listing counts if it was on show at any instant of the stretch, a vendor if it had an account by the end of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from cryptodrug_scraper.errors import ArchiveError
from simulator.truth.shown import DREAM_DAYS, DREAM_LEAST, DREAM_MOST

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

__all__ = ["Seen", "Truth"]


@dataclass(frozen=True, slots=True)
class Seen:
    """Counts: vendors, listings, vendors with a listing from a country at some time (D2), and reviews."""

    vendors: int
    listings: int
    from_country: int
    reviews: int


class Truth:
    """
    A truth that was written by ``cryptodrug simulate truth``.

    Args:
        folder: of the Parquet files.

    Raises:
        ArchiveError: they are not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._accounts = self._rows("account", "market", "account_id", "joined")
        self._listings = self._rows("listing", "market", "listing_id", "account_id", "created", "ended")
        self._hidden = self._rows("hidden", "market", "listing_id", "since", "until")
        self._origins = self._rows(
            "listing_origin", "market", "listing_id", "country", "second_country", "since", "until"
        )
        self._reviews = self._rows("review", "market", "account_id", "listing_id", "at")

    def markets(self) -> list[str]:
        """Names of the markets."""
        return sorted({row["market"] for row in self._accounts})

    def seen(self, market: str, first: datetime, last: datetime, country: str) -> Seen:
        """
        Return the counts that a complete crawl of a market could have seen.

        Args:
            market: which.
            first: when its first page was taken, aware.
            last: when its last page was.
            country: ISO 3166-1 alpha-2.
        """
        away = {
            row["listing_id"]
            for row in self._hidden
            if row["market"] == market and row["since"] <= first and _after(row["until"], last)
        }
        live = {
            row["listing_id"]: row["account_id"]
            for row in self._listings
            if row["market"] == market
            and row["created"] <= last
            and _after(row["ended"], first)
            and row["listing_id"] not in away
        }
        sent_from = {
            live[row["listing_id"]]
            for row in self._origins
            if row["market"] == market
            and row["listing_id"] in live
            and country in (row["country"], row["second_country"])
            and row["since"] <= last
            and _after(row["until"], first)
        }
        vendors = sum(row["market"] == market and row["joined"] <= last for row in self._accounts)
        return Seen(vendors, len(live), len(sent_from), self._reviews_of(market, live, last))

    def _reviews_of(self, market: str, live: dict[int, int], last: datetime) -> int:
        written = (row for row in self._reviews if row["market"] == market and row["at"] <= last)
        if market == "wallstreet":  # reviews stand with the listing, and go with it
            return sum(row["listing_id"] in live for row in written)
        counts, recent = Counter[int](), Counter[int]()
        for row in written:
            counts[row["account_id"]] += 1
            recent[row["account_id"]] += row["at"] > last - timedelta(days=DREAM_DAYS)
        if market != "dream":
            return counts.total()
        return sum(min(count, DREAM_MOST, max(recent[account], DREAM_LEAST)) for account, count in counts.items())

    def _rows(self, table: str, *columns: str) -> list[dict[str, Any]]:
        path = self._folder / f"{table}.parquet"
        if not path.is_file():
            message = f"there is no {path}: name a folder that cryptodrug simulate truth has written"
            raise ArchiveError(message)
        rows: list[dict[str, Any]] = pq.read_table(path, columns=list(columns)).to_pylist()
        return rows


def _after(until: datetime | None, instant: datetime) -> bool:
    return until is None or until > instant
