"""Which reviews pages ever showed, to somebody who saw every page at each look."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from simulator.truth.live import live_listings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from simulator.truth.frames import Frames

__all__ = ["DREAM_DAYS", "DREAM_LEAST", "DREAM_MOST", "shown_reviews"]

DREAM_MOST, DREAM_LEAST = 300, 25
DREAM_DAYS = 97.5
"""Dream shows a vendor's ratings of so many days, but at least 25 and never more than 300; of a listing 300."""


def shown_reviews(frames: Frames, looks: pl.DataFrame) -> pl.DataFrame:
    """
    Return the reviews that a page showed at one look or more.

    Dream has them on vendors' pages and on those of live listings, the newest ones of each; Wall Street Market on those
    of live listings; the third market on vendors' pages, all of them. A page's instant is taken to be the end of the
    look: of the reviews of the last hours of the last look some may be too young for the page that shows them. Where
    Dream cuts its list in another order than that of age, single reviews differ, but not how many they are.

    Args:
        frames: the truth.
        looks: `simulator.truth.looks`.

    Returns:
        ``market, review_id, sale_id, listing_id, account_id, at, first_shown_at``, sorted by market and review.
    """
    columns = ("market", "review_id", "sale_id", "listing_id", "account_id", "at")
    reviews = frames.table("review").select(columns).sort("market", "at", "review_id")
    live = live_listings(frames, looks).filter("on_show")
    parts = [reviews.clear().with_columns(pl.lit(None, looks.schema["last_at"]).alias("first_shown_at"))]
    for snapshot, market, last_at in looks.select("snapshot_id", "market", "last_at").iter_rows():
        written = reviews.filter((pl.col("market") == market) & (pl.col("at") <= last_at))
        listed = written.join(live.filter(pl.col("snapshot_id") == snapshot), on="listing_id", how="semi")
        parts += [
            part.with_columns(pl.lit(last_at).alias("first_shown_at"))
            for part in _pages(market, last_at, written, listed)
        ]
    found = pl.concat(parts, how="vertical_relaxed")
    return found.group_by(columns).agg(pl.col("first_shown_at").min()).sort("market", "review_id")


def _pages(market: str, last_at: datetime, written: pl.DataFrame, listed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Reviews on vendors' pages, and on listings' pages; both frames are sorted by time."""
    if market == "wallstreet":
        yield listed
    elif market == "dream":
        recent = (pl.col("at") > last_at - timedelta(days=DREAM_DAYS)).sum().over("account_id")
        most = pl.max_horizontal(recent, pl.lit(DREAM_LEAST)).clip(upper_bound=DREAM_MOST)
        yield written.filter(_rank("account_id") <= most)
        yield listed.filter(_rank("listing_id") <= DREAM_MOST)
    else:
        yield written


def _rank(group: str) -> pl.Expr:
    """Place from the newest on."""
    return pl.int_range(pl.len(), 0, -1).over(group)
