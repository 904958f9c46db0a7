"""
Ratings of a vendor's page, which names no listing, matched with those of listing pages, which name no buyer.

Where a market shows the same rating on both (Dream), the two rows share account, stars, text and time. Rows of the two
sides are paired one to one where their intervals intersect, as many as can be (`review_align.pairs`), so that the number of
ratings is right even where which is which is open. The listing is told only where all candidates are of one listing;
otherwise the candidates stand side by side, to be shared equally (methods E3, pitfall 13).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.review_align import least_starts, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptodrug_scraper.measures.review_align import Interval

__all__ = ["MOST_UNITS", "PRICE_MARGIN", "matched_listings"]

PRICE_MARGIN = 0.03
"""An amount fits a price if it differs by no more than this share of it, or half a printed step."""
MOST_UNITS = 10
"""An amount may pay for so many units of a listing."""
_SHARED = ("account", "stars", "sign", "comment", "is_default_comment")
_SCHEMA = {"review": pl.UInt32, "partner": pl.UInt32, "listing_id": pl.String, "listing_ids": pl.List(pl.String)}


def matched_listings(
    found: pl.DataFrame,
    prices: pl.DataFrame | None = None,
    *,
    price_margin: float = PRICE_MARGIN,
    most_units: int = MOST_UNITS,
) -> pl.DataFrame:
    """
    Match ratings without a listing with those that stand on a listing's page.

    Args:
        found: reviews of one market, each of one kind of row: ``review, account, listing_id, stars, sign, comment,
            is_default_comment, buyer_mask, low, high`` and ``amount, amount_currency, amount_step, amount_at``.
        prices: asked prices, ``listing_id, captured_at, price, price_currency``. A price decides between candidates only if
            the amount fits one of them and no other, at 1 to ``most_units`` units and the price nearest in time.
        price_margin: how far an amount may lie from a price, as a share of it.
        most_units: most units that an amount is tried as.

    Returns:
        A row for each matched ``review``: its ``partner`` on a listing page, ``listing_id`` where one listing is left, and
        ``listing_ids``, the candidates in alphabetic order, where several are.
    """
    has_listing = pl.col("listing_id").is_not_null()
    left, right = found.filter(~has_listing), found.filter(has_listing)
    if right["buyer_mask"].null_count() == right.height:
        keys: tuple[str, ...] = _SHARED
    else:
        keys = (*_SHARED, "buyer_mask")
    both = left.select(keys).unique().join(right.select(keys).unique(), on=keys, how="inner", nulls_equal=True)
    both = both.sort(keys).with_row_index("key")
    order = ("key", "high", "low", "review")
    columns = ("review", "low", "high", "listing_id")
    sides = [
        side.join(both, on=keys, how="inner", nulls_equal=True)
        .sort(order)
        .group_by("key", maintain_order=True)
        .agg(columns)
        .drop("key")
        .iter_rows()
        for side in (left, right)
    ]
    matches = pl.DataFrame(
        [match for ours, theirs in zip(*sides, strict=True) for match in _matches(ours, theirs)],
        schema={"review": pl.UInt32, "partner": pl.UInt32, "listing_ids": pl.List(pl.String)},
        orient="row",
    )
    if prices is not None:
        matches = _decided(matches, left, prices, price_margin, most_units)
    several = pl.col("listing_ids").list.len() > 1
    return (
        matches.with_columns(
            listing_id=pl.when(~several).then(pl.col("listing_ids").list.first()),
            listing_ids=pl.when(several).then(pl.col("listing_ids")),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in _SCHEMA.items())
        .sort("review")
    )


def _matches(
    ours: tuple[Sequence[int], ...], theirs: tuple[Sequence[int], ...]
) -> Iterator[tuple[int, int, list[str]]]:
    """Pairs of one key: our review, theirs, and the listings of all of theirs that it could be."""
    left, right = _intervals(ours), _intervals(theirs)
    ends, starts = [interval[1] for interval in right], least_starts(right)
    for mine, partner in pairs(left, right):
        low, high = left[mine][:2]
        candidates = set()
        for at in range(bisect_right(ends, low), len(right)):
            if starts[at] >= high:
                break
            if right[at][0] < high:
                candidates.add(str(theirs[3][at]))
        yield ours[0][mine], theirs[0][partner], sorted(candidates)


def _intervals(side: tuple[Sequence[int], ...]) -> list[Interval]:
    return [(low, high, None, None) for low, high in zip(side[1], side[2], strict=True)]


def _decided(
    matches: pl.DataFrame, left: pl.DataFrame, prices: pl.DataFrame, margin: float, most_units: int
) -> pl.DataFrame:
    """Keep the only candidate whose price the amount fits, where there is just one."""
    asked = (
        prices.filter(pl.col("price") > 0)
        .select("listing_id", pl.col("price_currency").alias("amount_currency"), "captured_at", "price")
        .unique(["listing_id", "amount_currency", "captured_at"], keep="none")
        .sort("captured_at")
    )
    units = (pl.col("amount") / pl.col("price")).round().clip(1, most_units)
    allowed = pl.max_horizontal(pl.col("amount_step").fill_null(0) / 2, units * pl.col("price") * margin)
    fits = ((pl.col("amount") - units * pl.col("price")).abs() <= allowed).fill_null(value=False)
    fitting = (
        matches.filter(pl.col("listing_ids").list.len() > 1)
        .select("review", pl.col("listing_ids").alias("listing_id"))
        .explode("listing_id")
        .join(left.select("review", "amount", "amount_currency", "amount_step", "amount_at"), on="review")
        .sort("amount_at")
        .join_asof(
            asked,
            left_on="amount_at",
            right_on="captured_at",
            by=["listing_id", "amount_currency"],
            strategy="nearest",
            check_sortedness=False,
        )
        .filter(pl.col("price").is_not_null().all().over("review"))
        .filter(fits)
        .group_by("review")
        .agg("listing_id")
        .filter(pl.col("listing_id").list.len() == 1)
    )
    return matches.join(fitting, on="review", how="left").with_columns(
        listing_ids=pl.coalesce("listing_id", "listing_ids")
    )
