"""
Sums of which one vendor has nearly all, and numbers of concentration that tell what he sells.

The p% rule (Cox 1981; Hundepool et al. 2012, Statistical Disclosure Control, chapter 4): whoever has the second
largest part of a sum takes his own away, and what is left is at least the largest. If all other parts together are less
than p per cent of that, he knows it too well. The same is asked of the Herfindahl-Hirschman index and of the Gini
coefficient, which say, beside their total, between which limits the largest part lies.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from cryptodrug_scraper.disclosure.threshold import PERCENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cryptodrug_scraper.disclosure.sums import Floats, Numbers

__all__ = ["concentration_told", "dominated", "tells_largest"]

_LEAST = 1e-9
"""A part of the largest that is nothing."""


def dominated(group: Numbers, vendor: Numbers, worth: Floats, percent: float = PERCENT) -> Floats:
    """
    Say of many sums, each of which may add up several things, whether they tell what their largest contributor has.

    Args:
        group: of each contribution the number of its sum, from 0 on; those of -1 are in none.
        vendor: of each its vendor.
        worth: of each what it adds, a column for each thing; sums with one that is not known are not dominated.
        percent: how near to it nobody may come.

    Returns:
        A row for each sum, 1 where it is dominated.
    """
    count, things = int(group.max(initial=-1)) + 1, worth.shape[1]
    found = np.zeros((count, things))
    order = np.lexsort((vendor, group))
    order = order[group[order] >= 0]
    if not len(order) or not things:
        return found
    group, vendor = group[order], vendor[order]
    starts = np.flatnonzero(np.diff(group, prepend=-1) | np.diff(vendor, prepend=-1))
    parts, group = np.abs(np.add.reduceat(worth[order], starts)), group[starts]
    ends = np.flatnonzero(np.diff(group, append=-1))
    begins = np.flatnonzero(np.diff(group, prepend=-1))
    for thing in range(things):
        ranked = parts[np.lexsort((parts[:, thing], group)), thing]
        largest = ranked[ends]
        ranked[np.maximum(ends - 1, begins)] = ranked[ends] = 0.0  # not subtracted: of two, the rest is nothing at all
        rest = np.add.reduceat(ranked, begins)
        found[group[ends], thing] = (largest > 0) & (rest < percent / 100 * largest * (1 - _LEAST))
    return found


def tells_largest(amounts: Iterable[float], percent: float = PERCENT) -> bool:
    """
    Whether the index of Herfindahl and Hirschman or the Gini coefficient tells what the largest has, beside the total.

    Whoever is the second takes his own part out of all three. The largest is then no more than if all others had the
    same, and no less than the mean of what is left, weighted by itself.

    Args:
        amounts: of each contributor what it has.
        percent: how near to it nobody may come, from either side.
    """
    parts = sorted((amount for amount in amounts if amount > 0), reverse=True)
    if len(parts) < 3:
        return bool(parts)
    largest, second, others = parts[0], parts[1], len(parts) - 1
    left, square = sum(parts) - second, sum(part * part for part in parts) - second * second
    most = left / others + math.sqrt(max(0.0, (others - 1) / others * (square - left * left / others)))
    least = square / left
    ranked = sum((len(parts) + 1 - 2 * place) * part for place, part in enumerate(parts, start=1))
    by_gini = (ranked - (len(parts) - 3) * second + 2 * left) / (len(parts) + 1)
    near = percent / 100 * largest * (1 - _LEAST)
    return min(most, by_gini) - largest < near or largest - least < near


def concentration_told(vendor_month: pl.DataFrame, measures: Sequence[str], top_percent: int) -> pl.DataFrame:
    """
    Say which numbers of concentration tell what the largest vendor sold, beside the total.

    Args:
        vendor_month: ``market``, ``vendor``, ``month`` and a column for each measure.
        measures: columns to measure.
        top_percent: per cent of vendors whose share is shown, rounded up.

    Returns:
        ``market``, ``month``, ``measure``, ``is_told`` of the indices, and ``is_top_told`` of the share of the largest:
        it is a sum of these, and leaves a sum of the others.
    """
    found = []
    for measure in measures:
        sold = vendor_month.select("market", "month", pl.col(measure).cast(pl.Float64).alias("x"))
        for (market, month), rows in sold.filter(pl.col("x") > 0).group_by("market", "month", maintain_order=True):
            parts = rows["x"].sort(descending=True).to_list()
            many = (len(parts) * top_percent + 99) // 100
            each = np.arange(len(parts))
            is_top_told = bool(dominated((each >= many).astype(np.intp), each, np.array(parts)[:, None]).any())
            found.append((market, month, measure, tells_largest(parts), is_top_told))
    schema = {"market": pl.String(), "month": pl.Date(), "measure": pl.String()}
    return pl.DataFrame(found, {**schema, "is_told": pl.Boolean(), "is_top_told": pl.Boolean()}, orient="row")
