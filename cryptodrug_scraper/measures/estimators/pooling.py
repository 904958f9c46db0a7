"""
Figures pooled over vendors, of which no one vendor decides.

A rate, a mean or a median that all vendors of a market share is worked out from what each of them states, and whoever
states most, or farthest off, would decide it. So nobody weighs more than a share of all (`capped`), and nobody lies
farther out than the farthest of the others (`within_others`, Winsor's mean with one value drawn in at each end: Tukey
1962, "The Future of Data Analysis", section 4). On honest data of many vendors both hardly change anything. Of few, the
cut takes weight from those who tell most: with a fifth, five vendors all weigh what the smallest does. Where few are
pooled, the share has to be larger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["FEWEST_POOLED", "MOST_SHARE", "capped", "vendor_weights", "weighted_median", "within_others"]

MOST_SHARE = 0.2
"""Most of all weights that one vendor has."""
FEWEST_POOLED = 5
"""With fewer there are no others to hold a vendor against: all weigh what they have, and stand where they are."""
_NONE = 1e-9


def capped(sizes: ArrayLike, *, most_share: float = MOST_SHARE) -> NDArray[np.float64]:
    """
    The sizes, the largest cut down to one height at which none is more than a share of their sum.

    Example: of 1,000, 10, 10, 10, 10 and 10 the first becomes 12.5, which is a fifth of 62.5.

    Args:
        sizes: not negative.
        most_share: the share. Fewer than `FEWEST_POOLED` sizes above 0 stay as they are.
    """
    values = np.asarray(sizes, dtype=np.float64)
    descending = np.sort(values[values > 0])[::-1]
    if len(descending) < FEWEST_POOLED:
        return values
    rest = descending.sum()
    for cut, size in enumerate(descending):
        room = 1 - cut * most_share
        height = most_share * rest / room if room > _NONE else 0.0
        if size <= height:
            return np.asarray(np.minimum(values, height))
        rest -= size
    return np.asarray(np.minimum(values, descending[-1]))


def within_others(values: ArrayLike) -> NDArray[np.float64]:
    """The values, the greatest and the least drawn in to the next one; fewer than `FEWEST_POOLED` as they are."""
    known = np.asarray(values, dtype=np.float64)
    if len(known) < FEWEST_POOLED:
        return known
    order = np.sort(known)
    return np.asarray(np.clip(known, order[1], order[-2]))


def vendor_weights(rows: pl.DataFrame, *, over: str | None = None, most_share: float = MOST_SHARE) -> pl.Series:
    """
    What each row weighs, if no vendor's rows together weigh more than a share of all: 1, and less of a vendor with
    many.

    Args:
        rows: with ``vendor``; rows without one are of one vendor.
        over: a column whose groups are weighed each for itself.
        most_share: see `MOST_SHARE`.
    """
    keys = ["vendor"] if over is None else [over, "vendor"]
    counts = rows.group_by(keys).agg(size=pl.len().cast(pl.Float64)).sort(keys)

    def of(column: pl.Series) -> pl.Series:
        return pl.Series(capped(column.to_numpy(), most_share=most_share))

    height = pl.col("size").map_batches(of, return_dtype=pl.Float64)
    counts = counts.with_columns(weight=(height if over is None else height.over(over)) / pl.col("size"))
    return rows.select(keys).join(counts, on=keys, how="left", nulls_equal=True, maintain_order="left")["weight"]


def weighted_median(values: ArrayLike, weights: ArrayLike) -> float | None:
    """The (lower) median of values that weigh differently; None of none."""
    known, heavy = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if not len(known) or heavy.sum() <= 0:
        return None
    order = np.argsort(known, kind="stable")
    reached = np.cumsum(heavy[order])
    return float(known[order][np.searchsorted(reached, reached[-1] / 2)])
