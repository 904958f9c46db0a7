"""
What a country's vendors offer and sell more of than others do: the location quotient (methods E11).

``LQ = (part of the class in what is the country's) / (part of the class in everything)``: 1 is as much as elsewhere, 2
twice as much. The measure is Florence's (1939) of regional science. Intervals are of a bootstrap over vendors, in which
the country's and all others' are drawn together: with a few vendors they are wide, and say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from cryptodrug_scraper.measures.estimators.intervals import (
    LEVEL,
    REPLICATES,
    bootstrap_sums,
    cluster_weights,
    percentiles,
    seed_of,
)
from cryptodrug_scraper.measures.sales.product_mix import BASES, Level, class_parts

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["NOT_DRUGS", "location_quotients"]

NOT_DRUGS = ("Digital Goods", "Misc")
"""Classes that are in no quotient, neither above nor below: a country's drugs are compared with all drugs."""

_RESULT = {
    "basis": pl.String(),
    "class": pl.String(),
    "value": pl.Float64(),
    "country_total": pl.Float64(),
    "all_value": pl.Float64(),
    "all_total": pl.Float64(),
    "quotient": pl.Float64(),
    "quotient_low": pl.Float64(),
    "quotient_high": pl.Float64(),
    "vendor_count": pl.Int64(),
}


def location_quotients(
    listings: pl.DataFrame,
    sales: pl.DataFrame,
    country: str,
    *,
    market: str,
    level: Level = "drug_class",
    origins: Literal["equal", "whole"] = "equal",
    left_out: Collection[str] = NOT_DRUGS,
    replicates: int = REPLICATES,
    interval: float = LEVEL,
) -> pl.DataFrame:
    """
    The quotient of a country in each class, by listings, vendors, transactions and turnover.

    Example: 30 of a country's 100 sales are MDMA, and 120 of all 1,000: 0.3 / 0.12 = 2.5.

    Args:
        listings: as of `product_mix.product_mix`, with ``origin_codes``.
        sales: the same, with ``origin_codes``.
        country: ISO 3166-1 alpha-2.
        market: its code, of which the draws depend.
        level: classes, or substances.
        origins: what a sale or listing with several origins adds to the country's: an equal part (methods E9, A1), or
            all of it. A vendor with any listing from the country is the country's in either case.
        left_out: classes that do not count at all; what is unclassified never does.
        replicates: draws of the bootstrap.
        interval: share of intervals that hold the true value.

    Returns:
        ``basis``, ``class``, ``value`` and ``country_total`` (of the country, in the class and in all), ``all_value``
        and ``all_total`` (of everybody), ``quotient``, ``quotient_low``, ``quotient_high``, ``vendor_count`` (of the
        country, in the class; fewer than five say little); sorted by basis as in `BASES`, then class. No row where the
        country has nothing at all on a basis; a class that it does not have is 0, without an interval. A country with
        one vendor has none at all.
    """
    kept = ~pl.col("drug_class").is_in(list(left_out)).fill_null(value=False) & pl.col(level).is_not_null()
    codes = pl.col("origin_codes").list.unique()
    inside = codes.list.contains(country).fill_null(value=False)
    part = inside / (codes.list.len() if origins == "equal" else 1)
    given = pl.col("weight") if "weight" in sales.columns else pl.lit(1.0)
    offered, sold = listings.filter(kept), sales.filter(kept)
    everything = class_parts(offered, sold, level)
    own = class_parts(
        offered.with_columns(part.cast(pl.Float64).alias("weight")),
        sold.with_columns((part * given).cast(pl.Float64).alias("weight")),
        level,
    )
    rows: list[pl.DataFrame] = []
    for basis in BASES:
        seed = seed_of("location quotient", market, country, level, basis)
        rows += _of_basis(basis, everything, own, seed=seed, replicates=replicates, interval=interval)
    return pl.concat(rows) if rows else pl.DataFrame(schema=_RESULT)


def _of_basis(
    basis: str, everything: pl.DataFrame, own: pl.DataFrame, *, seed: int, replicates: int, interval: float
) -> list[pl.DataFrame]:
    whole, mine = (
        parts.filter(pl.col("basis") == basis, pl.col("vendor").is_not_null()) for parts in (everything, own)
    )
    if not len(mine):
        return []
    vendors, classes = whole["vendor"].unique().sort(), whole["class"].unique().sort()
    of_all, of_country = (_matrix(parts, vendors, classes) for parts in (whole, mine))
    totals = [_vendor_totals(matrix, basis) for matrix in (of_all, of_country)]
    drawn = cluster_weights(len(vendors), seed=seed, replicates=replicates)
    sums = [bootstrap_sums(values, drawn) for values in (of_country, totals[1], of_all, totals[0])]
    quotients = _quotient(*sums)
    counts = (of_country > 0).sum(axis=0)
    several = (totals[1] > 0).sum() > 1  # one alone has the same mix in every draw
    limits = [
        percentiles(quotients[:, place], level=interval) if counts[place] and several else (np.nan, np.nan)
        for place in range(len(classes))
    ]
    found = [values.sum(axis=0, keepdims=True) for values in (of_country, totals[1], of_all, totals[0])]
    columns = {
        "basis": [basis] * len(classes),
        "class": classes,
        "value": found[0][0],
        "country_total": np.repeat(found[1][0], len(classes)),
        "all_value": found[2][0],
        "all_total": np.repeat(found[3][0], len(classes)),
        "quotient": _quotient(*found)[0],
        "quotient_low": [low for low, _ in limits],
        "quotient_high": [high for _, high in limits],
        "vendor_count": counts.astype(np.int64),
    }
    return [pl.DataFrame(columns, schema=_RESULT).fill_nan(None)]


def _matrix(parts: pl.DataFrame, vendors: pl.Series, classes: pl.Series) -> Floats:
    """Values by vendor and class."""
    matrix = np.zeros((len(vendors), len(classes)))
    row, column = vendors.search_sorted(parts["vendor"]), classes.search_sorted(parts["class"])
    matrix[row.to_numpy(), column.to_numpy()] = parts["value"].to_numpy()
    return matrix


def _vendor_totals(matrix: Floats, basis: str) -> Floats:
    """What each vendor has in all classes: for the basis of vendors, whether it has any."""
    total: Floats = matrix.sum(axis=1, keepdims=True)
    return np.minimum(total, 1.0) if basis == "vendors" else total


def _quotient(own: Floats, own_total: Floats, everything: Floats, total: Floats) -> Floats:
    above, below = own * total, own_total * everything
    quotient: Floats = np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
    return quotient
