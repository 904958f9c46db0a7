"""What the truth of the shipped windows says at each look at a market, for the checks of the cookbook."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from simulator.truth.frames import Frames
from simulator.truth.live import live_listings
from simulator.truth.looks import looks_of_crawls
from simulator.truth.shown import shown_reviews
from simulator.truth.worth import origin_codes, sales_in_euros

Rows = list[dict[str, Any]]

WINDOWS = Path(__file__).parents[2] / "fixtures" / "windows"
DAY = datetime(2019, 3, 1, tzinfo=UTC)
BEGIN = datetime(2018, 11, 1, tzinfo=UTC)
WHOLE = ("dream", "wallstreet")
"""Markets whose lists of listings were read as a whole; of Empire's some categories were left out."""
CODES = pl.col("origin_codes")
BELGIAN = CODES.list.contains("BE")


class World:
    """The truth of the windows, and the looks that a crawler had at it."""

    def __init__(self) -> None:
        self.frames = Frames(WINDOWS / "truth")
        self.crawls: list[dict[str, Any]] = msgspec.json.decode((WINDOWS / "crawls.json").read_bytes())
        self.looks = looks_of_crawls(WINDOWS / "crawls.json")

    @cached_property
    def vendors(self) -> pl.DataFrame:
        return self.frames.accounts.select("account_id", "vendor")

    @cached_property
    def stated(self) -> pl.DataFrame:
        """Listings on show at each look, with their vendor and the origins that they stated when it began."""
        spells = self.frames.table("listing_origin").select("market", "listing_id", "since", "until", origin_codes())
        there = live_listings(self.frames, self.looks).filter("on_show").join(spells, on=("market", "listing_id"))
        lasts = pl.col("until").is_null() | (pl.col("until") > pl.col("first_at"))
        there = there.filter((pl.col("since") <= pl.col("first_at")) & lasts).drop("since", "until")
        return there.join(self.vendors, on="account_id").with_columns(pl.col("first_at").dt.date().alias("day"))

    def around(self, market: str) -> tuple[pl.DataFrame, pl.DataFrame]:
        """What was on show at the last look before 1 March 2019, and at the first after it."""
        of_market = self.stated.filter(pl.col("market") == market)
        before = of_market.filter(pl.col("first_at") == of_market.filter(pl.col("first_at") < DAY)["first_at"].max())
        after = of_market.filter(pl.col("first_at") == of_market.filter(pl.col("first_at") > DAY)["first_at"].min())
        return before, after

    def live_on_the_day(self, market: str) -> pl.DataFrame:
        """Listings that were on show on both sides of 1 March 2019, as they stood before it."""
        before, after = self.around(market)
        return before.join(after, on="listing_id", how="semi")

    @cached_property
    def sales(self) -> pl.DataFrame:
        goods = self.frames.table("listing").select("market", "listing_id", "product", "amount")
        return sales_in_euros(self.frames).join(goods, on=("market", "listing_id"))

    @cached_property
    def shown(self) -> pl.DataFrame:
        """Sales whose review a page could show; ``at`` is when the review was left."""
        worth = self.sales.select(
            "market", "sale_id", "amount_eur", "paid_eur", "origin_codes", "quantity", "product", "amount"
        )
        shown = shown_reviews(self.frames, self.looks).join(worth, on=("market", "sale_id"))
        return shown.join(self.vendors, on="account_id").with_columns(
            pl.col("at").dt.date().dt.month_start().alias("month")
        )

    def shown_since_november(self) -> pl.DataFrame:
        return self.shown.filter(pl.col("at") >= BEGIN)


def near(found: float, true: float, *, part: float = 0.0, least: float = 0.0) -> bool:
    """Whether a figure is as near to the truth as a part of it, or at least as a number."""
    return abs(found - true) <= max(part * abs(true), least) + 1e-9


def by(rows: Rows, *keys: str) -> dict[Any, dict[str, Any]]:
    """Rows by the values of columns, of one column as they are."""
    named = {tuple(row[key] for key in keys): row for row in rows}
    assert len(named) == len(rows), "two rows have the same key"
    return {key if len(keys) > 1 else key[0]: row for key, row in named.items()}


def counted(frame: pl.DataFrame, *keys: str) -> dict[tuple[Any, ...], int]:
    """How many rows of a frame have each combination of values."""
    return {tuple(row[:-1]): row[-1] for row in frame.group_by(keys).len().rows()}
