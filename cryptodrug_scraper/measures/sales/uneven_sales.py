"""
How unevenly vendors sell and are looked at: what a time between two readings of a counter hides (methods E4, E5).

How a vendor's pace changes from one such time to the next, and how the part of its sales whose ratings are known does,
tells how far sales within one may be from even. All vendors of a market give one figure each, and none decides it
(`pooling`). Of a vendor whose counter grows no more, sales ended within the time before that: it is thought to have
sold at its pace until they were made.

Example: 270 sales in November, 90 in December, 0 in January: at 9 a day the 90 were made by 10 December.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.estimators.pooling import capped

__all__ = ["is_across", "pace_changes", "reach_changes", "with_stops"]

_DAY = 86_400e6


def pace_changes(segments: pl.DataFrame) -> float:
    """
    Variance of a vendor's pace of sales from one time between two readings to the next, in units of its square, beyond
    chance and rounding; of all vendors, of whom none decides.
    """
    days = (pl.col("segment_ends") - pl.col("segment_starts")).dt.total_microseconds() / _DAY
    pace, chance = pl.col("added") / days, (pl.col("added") + pl.col("added_variance")) / days**2
    return _changes(segments.with_columns(of=pace, chance=chance))


def reach_changes(segments: pl.DataFrame) -> float:
    """
    Variance of the part of a vendor's sales of which a rating is ``known``, likewise: pages are missed at one look, and
    read at the next one.
    """
    part = pl.when(pl.col("added") > 0).then((pl.col("known") / pl.col("added")).clip(upper_bound=1.0))
    chance = (part * (1 - part) + pl.col("added_variance") / pl.col("added")) / pl.col("added")
    return _changes(segments.with_columns(of=part, chance=chance))


def is_across(looks: pl.Series | None) -> pl.Expr:
    """Whether a look at the market began and ended between the two readings of a segment."""
    if looks is None:
        return pl.lit(value=False)
    begun = looks.drop_nulls().cast(pl.Datetime("us", "UTC")).unique().sort()

    def before(moment: str) -> pl.Expr:
        return pl.col(moment).map_batches(lambda at: begun.search_sorted(at, side="right"), return_dtype=pl.UInt32)

    return before("segment_ends") > before("segment_starts") + 1


def with_stops(segments: pl.DataFrame) -> pl.DataFrame:
    """
    Add ``stops``, up to when a vendor sold: where its counter grows no more after a segment, until the pace of the one
    before has used up what was sold; else the end of the segment.
    """
    length = (pl.col("segment_ends") - pl.col("segment_starts")).dt.total_microseconds()
    follows = pl.col("segment").diff() == 1
    before = pl.when(follows).then((pl.col("added") / length).shift())
    ordered = segments.sort("vendor", "segment")
    sold_for = (pl.col("added") / before).over("vendor")
    has_stopped = (pl.col("added").shift(-1) == 0).over("vendor") & (sold_for < length) & (sold_for > 0)
    return ordered.with_columns(
        stops=pl.when(has_stopped)
        .then(pl.col("segment_starts") + pl.duration(microseconds=sold_for.cast(pl.Int64, strict=False)))
        .otherwise("segment_ends")
    )


def _changes(segments: pl.DataFrame) -> float:
    """Variance of ``of`` from one segment of a vendor to the next, beyond ``chance``, in units of its square."""
    both = (
        segments.sort("vendor", "segment")
        .with_columns(
            apart=((pl.col("of") - pl.col("of").shift()) ** 2 - pl.col("chance") - pl.col("chance").shift()).over(
                "vendor"
            ),
            size=(pl.col("of") ** 2 + pl.col("of").shift() ** 2).over("vendor"),
            follows=(pl.col("segment") == pl.col("segment").shift() + 1).over("vendor"),
        )
        .filter("follows")
        .drop_nulls("apart")
        .group_by("vendor")
        .agg(pl.col("apart", "size").sum())
        .filter(pl.col("size") > 0)
        .sort("vendor")
    )
    weights = capped(both["size"].to_numpy() ** 0.5)
    total = weights.sum()
    uneven = float((weights * (both["apart"] / both["size"]).to_numpy()).sum() / total) if total else 0.0
    return max(uneven, 0.0)
