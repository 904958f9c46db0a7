"""
Spans of a vendor's time between readings of its counters and the starts of months, and how many ratings lie in each.

Counters tell what was sold between two captures, months are what is asked for. Cutting time at both makes cells that
lie in one month and in one span between readings, so that each counts once. Ratings with an interval of time are shared
by the cells by length, as they are by months (methods E4).
"""

from __future__ import annotations

import polars as pl

__all__ = ["cells_of", "held_in", "ratings_in", "shares_in"]

_TICK = pl.duration(microseconds=1)
_MOMENT = pl.Datetime("us", "UTC")


def cells_of(spans: pl.DataFrame, readings: pl.DataFrame) -> pl.DataFrame:
    """
    Cut the time of each vendor.

    Args:
        spans: ``vendor``, ``first``, ``last`` (moments, ``last`` included): the time to cut, one row for each vendor.
        readings: ``vendor``, ``captured_at``: times of readings; the ones outside the span are left out.

    Returns:
        ``vendor``, ``starts``, ``ends`` (half-open; the first cell starts with a month, the last ends with one),
        ``segment`` (Int64: 0 before the first reading, then 1, 2 ...; the highest is that after the last), ``month``;
        in order of the first two.
    """
    edges = (
        spans.drop_nulls()
        .select(
            "vendor",
            starts=pl.date_ranges(
                pl.col("first").dt.truncate("1mo").dt.date(),
                pl.col("last").dt.truncate("1mo").dt.offset_by("1mo").dt.date(),
                "1mo",
            ),
        )
        .explode("starts")
        .select("vendor", pl.col("starts").cast(_MOMENT), is_reading=pl.lit(value=False))
    )
    bounds = edges.group_by("vendor").agg(
        pl.col("starts").min().alias("floor"), pl.col("starts").max().alias("ceiling")
    )
    inside = (
        readings.select("vendor", pl.col("captured_at").alias("starts"), is_reading=pl.lit(value=True))
        .join(bounds, on="vendor")
        .filter(pl.col("starts") > pl.col("floor"), pl.col("starts") < pl.col("ceiling"))
        .select("vendor", "starts", "is_reading")
    )
    return (
        pl.concat([edges, inside])
        .group_by("vendor", "starts")
        .agg(pl.col("is_reading").any())
        .sort("vendor", "starts")
        .with_columns(
            ends=pl.col("starts").shift(-1).over("vendor"),
            segment=pl.col("is_reading").cast(pl.Int64).cum_sum().over("vendor"),
        )
        .drop_nulls("ends")
        .select("vendor", "starts", "ends", "segment", month=pl.col("starts").dt.truncate("1mo").dt.date())
    )


def ratings_in(cells: pl.DataFrame, ratings: pl.DataFrame) -> pl.DataFrame:
    """
    Share ratings among cells.

    Args:
        cells: as from `cells_of`.
        ratings: as for `shares_in`.

    Returns:
        as from `held_in`.
    """
    return held_in(cells, shares_in(cells, ratings))


def held_in(cells: pl.DataFrame, shares: pl.DataFrame) -> pl.DataFrame:
    """
    Add up what of ratings lies in cells.

    Args:
        cells: as from `cells_of`.
        shares: as from `shares_in`.

    Returns:
        the cells, with ``ratings`` (Float64, 0 where none lies); ``within``, the variance of how many of the ratings of
        its segment lie in the cell, and ``across``, of how many of all its vendor's do (Float64).
    """
    numbered = _numbered(cells)
    own = pl.col("share")
    counts = (
        shares.join(numbered.select("cell", "vendor", "segment"), on="cell")
        .with_columns(of_segment=own.sum().over("rating", "vendor", "segment"))
        .group_by("cell")
        .agg(
            own.sort().sum().alias("ratings"),
            (own * (1 - own / pl.col("of_segment"))).clip(lower_bound=0.0).sort().sum().alias("within"),
            (own * (1 - own)).clip(lower_bound=0.0).sort().sum().alias("across"),
        )
    )
    return (
        numbered.join(counts, on="cell", how="left")
        .with_columns(pl.col("ratings", "within", "across").fill_null(0.0))
        .sort("cell")
        .drop("cell")
    )


def shares_in(cells: pl.DataFrame, ratings: pl.DataFrame) -> pl.DataFrame:
    """
    Say what part of each rating lies in each cell, by length.

    Args:
        cells: as from `cells_of`.
        ratings: ``vendor``, ``occurred_from``, ``occurred_to``; those without a cell or without a time count nowhere.
            Where one stands as several rows, ``rating`` says which and ``weight`` what part of it a row is, as from
            `rating_delays.order_times`.

    Returns:
        ``cell`` (place in the order of the cells), ``rating``, ``share``.
    """
    numbered = _numbered(cells)
    if "weight" not in ratings.columns:
        ratings = ratings.with_row_index("rating").with_columns(weight=pl.lit(1.0))
    start, end = pl.col("occurred_from"), pl.col("occurred_to")
    place = numbered.select("vendor", "cell", "starts").sort("starts")
    rows = (
        ratings.select("rating", "weight", "vendor", start, pl.max_horizontal(end, start + _TICK).alias("occurred_to"))
        .drop_nulls()
        .with_columns(within=end - _TICK)
        .sort("occurred_from")
        .join_asof(
            place.rename({"cell": "from_cell"}),
            left_on="occurred_from",
            right_on="starts",
            by="vendor",
            check_sortedness=False,
        )
        .drop("starts")
        .sort("within")
        .join_asof(
            place.rename({"cell": "to_cell"}), left_on="within", right_on="starts", by="vendor", check_sortedness=False
        )
        .drop_nulls("from_cell")
    )
    one = rows.filter(pl.col("from_cell") == pl.col("to_cell")).select("rating", cell="from_cell", share="weight")
    overlap = pl.min_horizontal(end, "ends") - pl.max_horizontal(start, "starts")
    several = (
        rows.filter(pl.col("from_cell") != pl.col("to_cell"))
        .select("rating", "weight", start, end, cell=pl.int_ranges("from_cell", pl.col("to_cell") + 1, dtype=pl.UInt32))
        .explode("cell")
        .join(numbered.select("cell", "starts", "ends"), on="cell")
        .select(
            "rating",
            "cell",
            share=pl.col("weight") * overlap.dt.total_microseconds() / (end - start).dt.total_microseconds(),
        )
    )
    return pl.concat([one, several]).group_by("rating", "cell").agg(pl.col("share").sort().sum()).sort("rating", "cell")


def _numbered(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.sort("vendor", "starts").with_row_index("cell")
