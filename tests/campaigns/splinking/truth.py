"""Which rating of a simulated world each row of a page shows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from simulator.economy import build_world, load_scenario

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.economy import World

__all__ = ["with_truth"]

_MARGIN = timedelta(minutes=2)
_INSTANT = pl.Datetime("us", "UTC")


def with_truth(rows: pl.DataFrame, market: str, scenario: Path, seed: int, size: float) -> pl.DataFrame:
    """
    Add ``truth``, the number of the rating that each row shows; rows of which that is not known are left out.

    A row is the rating of its vendor, listing (if it names one) and words that was left in the time that its printed
    age means at the instant at which its page was fetched in truth. Of several, the rows of a page are these in order.

    Args:
        rows: ``row, page, ordinal, account_id, listing_number`` (null: the row names none), ``words`` (null: none),
            ``true_from, true_to``.
        market: their market.
        scenario: file of the world's.
        seed, size: of the world.
    """
    said = _said(build_world(load_scenario(scenario, seed=seed, size=size)), market)
    both = rows.join(said, on=["account_id", "words"], nulls_equal=True).filter(
        pl.col("at").is_between(pl.col("true_from") - _MARGIN, pl.col("true_to") + _MARGIN),
        (pl.col("listing_number") == pl.col("number")).fill_null(value=True),
    )
    candidates = both.group_by("row", "page", "ordinal").agg(pl.col("truth").sort_by("at", descending=True))
    taken: dict[int, set[int]] = {}
    found = []
    for row, page, _, several in candidates.sort("page", "ordinal").iter_rows():
        of_page = taken.setdefault(page, set())
        free = next((one for one in several if one not in of_page), None)
        if free is not None:
            of_page.add(free)
            found.append((row, free))
    known = pl.DataFrame(found, schema={"row": rows.schema["row"], "truth": pl.Int64}, orient="row")
    return rows.join(known, on="row", maintain_order="left")


def _said(world: World, market: str) -> pl.DataFrame:
    """What each rating says, before it was changed and after: ``truth, account_id, number, words, at``."""
    truth, comments = world.markets[market], world.texts.comments[market]
    reviews, listings = truth.reviews, truth.listings
    parts = []
    for place in range(len(reviews)):
        listing, sale = int(reviews.listing[place]), int(reviews.sale[place])
        first = None if reviews.default[place] else comments.comment(sale, int(reviews.stars[place]), edited=False)
        versions = [(first, int(reviews.at[place]))]
        if reviews.edited_at[place] < truth.closes:
            at = int(reviews.edited_at[place] if reviews.renewed[place] else reviews.at[place])
            stars = int(reviews.edited_stars[place])
            words = comments.comment(sale, stars, edited=True) if reviews.edited_text[place] else first
            versions.append((words, at))
        for words, at in dict.fromkeys(versions):
            account, number = int(listings.account[listing]) + 1, int(listings.number[listing])
            plain = None if words is None else " ".join(words.split())
            parts.append((int(reviews.number[place]), account, number, plain, at * 1_000_000))
    schema = {"truth": pl.Int64, "account_id": pl.Int64, "number": pl.Int64, "words": pl.String, "at": pl.Int64}
    return pl.DataFrame(parts, schema=schema, orient="row").with_columns(pl.col("at").cast(_INSTANT))
