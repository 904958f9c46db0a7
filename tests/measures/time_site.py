"""Pages of a site, with what they show of their times."""

from __future__ import annotations

import random
from typing import Any

import polars as pl

from cryptodrug_scraper.measures.times.capture_times import Inside, capture_times
from cryptodrug_scraper.measures.times.public_rates import PUBLIC, QUOTED
from cryptodrug_scraper.measures.times.shared_ratings import shown_ratings

__all__ = ["CRAWLS", "DAY", "HOUR", "Site", "crawled"]

HOUR = 3_600_000_000
DAY = 24 * HOUR
CRAWLS = [100, 130, 160, 190, 220]
"""Days on which crawls ran."""
_STATED = {"page": pl.UInt32, "stated_from": pl.Int64, "stated_to": pl.Int64, "source": pl.String}
_CLOCK = {"clock": pl.Int64, "clock_step": pl.Int64}
_COUNTER: dict[str, Any] = {
    "page": pl.UInt32,
    "counter": pl.String,
    "series": pl.UInt64,
    "value": pl.Float64,
    "is_exact": pl.Boolean,
}
_REVIEW: dict[str, Any] = {
    "page": pl.UInt32,
    "vendor": pl.String,
    "listing_id": pl.String,
    "stars": pl.Float64,
    "sign": pl.String,
    "comment": pl.Binary,
    "is_default_comment": pl.Boolean,
    "buyer_mask": pl.String,
    "amount": pl.Float64,
    "amount_currency": pl.String,
    "age_least": pl.Int64,
    "age_most": pl.Int64,
    "occurred_from": pl.Datetime("us", "UTC"),
    "occurred_to": pl.Datetime("us", "UTC"),
}


class Site:
    """Pages of one listing each, with the ages in whole days of the ratings that had been left by then."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)  # no secret
        self.pages: list[dict[str, Any]] = []
        self.reviews: list[dict[str, Any]] = []
        self.counters: list[dict[str, Any]] = []
        self.rates: list[dict[str, Any]] = []
        self.newest: list[dict[str, Any]] = []
        self.ticking: list[dict[str, Any]] = []
        self.later: list[int] = []
        self.quoted: list[dict[str, Any]] = []
        self.public: list[dict[str, Any]] = []
        self.life: tuple[int | None, int | None] = (None, None)
        self.left = {listing: sorted(self.random.uniform(60, 220) for _ in range(40)) for listing in ("1", "2", "3")}

    def page(self, listing: str, made: float, stated: int | None, source: str = "directory", **clock: int) -> int:
        """Add a page that was made at one time (in days) and whose source states a day."""
        number = len(self.pages)
        day = None if stated is None else stated * DAY
        self.pages.append(
            {
                "page": number,
                "stated_from": day,
                "stated_to": None if day is None else day + DAY,
                "source": "none" if stated is None else source,
                "clock": clock.get("clock"),
                "clock_step": clock.get("clock_step"),
            }
        )
        shown = [(place, at) for place, at in enumerate(self.left[listing]) if at <= made][-15:]
        for place, at in shown:
            age = int(made - at)
            self.reviews.append(
                {
                    "page": number,
                    "vendor": "anna",
                    "listing_id": listing,
                    "stars": 5.0,
                    "sign": None,
                    "comment": f"{listing} schöne Ware, Nummer {place}".encode(),
                    "is_default_comment": False,
                    "age_least": age * 86_400,
                    "age_most": (age + 1) * 86_400,
                }
            )
        return number

    def found(self, pieces: int = 1) -> dict[int, dict[str, Any]]:
        """What is thought of each page, of ratings that lie in so many pieces."""
        shown = shown_ratings(pl.DataFrame(self.reviews, schema=_REVIEW)).with_columns(
            is_first=~pl.col("page").is_in(self.later)
        )
        inside = Inside(
            [shown.filter(pl.col("rating") % pieces == piece) for piece in range(pieces)],
            pl.DataFrame(self.counters, schema=_COUNTER),
            pl.DataFrame(self.rates, schema={"page": pl.UInt32, "coin": pl.String, "rate": pl.Float64}),
            pl.DataFrame(self.newest, schema={"page": pl.UInt32, "newest": pl.Int64}),
            pl.DataFrame(self.ticking, schema={"page": pl.UInt32, "body": pl.Binary}),
            self.life,
            pl.DataFrame(self.quoted, schema=QUOTED),
            pl.DataFrame(self.public, schema=PUBLIC),
        )
        pages = pl.DataFrame(self.pages, schema={**_STATED, **_CLOCK})
        return {row["page"]: row for row in capture_times(pages, inside).iter_rows(named=True)}


def crawled() -> Site:
    """Three listings, each fetched in the middle of the day of every crawl."""
    site = Site()
    for day in CRAWLS:
        for listing in site.left:
            site.page(listing, day + 0.5, day)
    return site
