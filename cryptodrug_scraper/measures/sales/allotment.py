"""
What each cell of a vendor's time has of the sales of its segment (methods E4, E5).

A segment's sales are told by a counter, by ratings, or by both; a segment that touches several months has to be shared
among them. Ratings tell how, once they are put back to their orders by the market's delay (`rating_delays`): first as
if orders came evenly, then, a few times, as many as the counters say that came between two readings, and as many as
were put back to each stretch of that time, no longer than the delay. So what is rated after a vendor has gone was
ordered before, and who comes between two readings sold nothing in the days before. Where no page lists the ratings,
sales lie evenly in their segment, or until the vendor stopped (`uneven_sales`). Orders of the last days are not all
rated when nobody looks any more: the ratings that are known stand for those, too (`rating_delays`). Of a vendor that
left or a market that closed those are orders that were made, whether their rating came later or never did. What an
exact counter tells is not touched by it.

What the share of a cell is out by is the sum of four variances. Orders with a rating lie in the cell or in another one
of the segment: ``p (1 - p)`` each. Those without are shared as those with one, with chance in both: ``u s (1 - s) (1 +
u / (r + 1))`` of ``u`` orders, by ``r`` ratings, with the share ``s``. And sales do not come evenly: by how much more
than chance a vendor's pace changes from one reading to the next is learnt from all counters, and is thought to change
in proportion to time, as far as orders cannot be placed: by all of it where no rating is known. Of a segment that a
look at the market lies in, whose pages of the vendor were missed, the ratings before and after that look are known in
different parts; by how much is learnt likewise. Sales before a stop may lie anywhere between that and even: a third of
the square of the difference. A rating that stands for ``l`` orders still to be rated adds ``l^2 + l``: chance in which
ratings were left in time, and in how many will be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.estimators.intervals import Z
from cryptodrug_scraper.measures.ratings.rating_delays import order_times
from cryptodrug_scraper.measures.sales.cells import held_in, shares_in
from cryptodrug_scraper.measures.sales.uneven_sales import is_across, pace_changes, reach_changes, with_stops

if TYPE_CHECKING:
    from cryptodrug_scraper.measures.ratings.rating_delays import Delay

__all__ = ["allotted"]

_DAY = 86_400e6
_AT_ONCE = 50_000
"""Ratings that are placed at once, so that memory does not grow with them."""
_ROUNDS = 2
"""After so many rounds next to nothing moves."""
_BESIDE = 2 * _DAY
"""Time at the vendor's usual pace that is put beside that of a segment: short ones tell little of theirs."""
_LEAST_PACE = 1e-18
_NOTHING = 1e-6
_UNEVEN = 0.25
"""Variance of ratings of a band, in units of their square, since they need not lie evenly in its time: held against a
counter, which knows of what time its sales are."""


def allotted(
    cells: pl.DataFrame, segments: pl.DataFrame, rates: pl.DataFrame, ratings: pl.DataFrame, readings: pl.DataFrame,
    delay: Delay, *, later: pl.DataFrame | None = None, looked: pl.DataFrame | None = None,
    looks: pl.Series | None = None,
) -> pl.DataFrame:  # fmt: skip
    """
    Share the sales of segments among cells.

    Args:
        cells: as from `cells.cells_of`.
        segments: ``vendor, segment, segment_starts, segment_ends, added, added_variance``, the growth of the counter
            and its variance, null without one; ``added_low, added_high``, its bounds; ``known``, the ratings left in
            it; ``band_ratings``, ratings of a segment whose rows are cut off.
        rates: as from `feedback_rate.vendor_rates`.
        ratings: ``vendor, occurred_from, occurred_to``.
        readings: ``vendor, captured_at, count_high``.
        delay: as from `rating_delays.rating_delay`.
        later: the rates if the delay is longer by its error; None: the same.
        looked: ``vendor, looked_at``: when each vendor's ratings were looked for last; None: when its counter was read,
            and of a market without counters for ever.
        looks: when looks at the market began; of ratings left before one of them and after it, other parts may be
            known.

    Returns:
        The cells in their order, with those columns of their segment and ``feedback_rate``; ``sales``,
        ``sales_variance`` (of the segment), ``rated`` (what of them hangs on the feedback rate); ``share``, the cell's
        part of what is not rated; ``estimate``, its sales; ``place_variance``, of how many of the segment's lie in it;
        ``counted``, its part of the counter's growth by length; ``otherwise``, its sales if the delay is longer by its
        error.
    """
    length = (pl.col("segment_ends") - pl.col("segment_starts")).dt.total_microseconds()
    near = (2 * delay.days * _DAY / length).clip(upper_bound=1.0)
    told = with_stops(segments)
    told = told.with_columns(
        uneven_any=pace_changes(told),
        uneven_reach=pl.when(is_across(looks)).then(reach_changes(told)).otherwise(0.0),
    ).with_columns(uneven=pl.col("uneven_any") * near + pl.col("uneven_reach"))
    until, both = _until(ratings, readings, looked), (rates, rates if later is None else later)
    found = []
    for names in _blocks(cells, ratings):
        of_cells, of_segments, of_ratings = (
            rows.join(names, on="vendor", how="semi", maintain_order="left") for rows in (cells, told, ratings)
        )
        found.append(_of_block(of_cells, of_segments, both, of_ratings, readings, until, delay))
    return pl.concat(found)


def _blocks(cells: pl.DataFrame, ratings: pl.DataFrame) -> list[pl.DataFrame]:
    """Vendors in their order, in blocks with about as many ratings as are placed at once; one block at least."""
    counts = cells.select("vendor").unique().join(ratings.group_by("vendor").len(), on="vendor", how="left")
    block = pl.col("len").fill_null(0).cum_sum() // _AT_ONCE
    return counts.sort("vendor").select("vendor", block=block).partition_by("block") or [counts.select("vendor")]


def _of_block(
    cells: pl.DataFrame, segments: pl.DataFrame, rates: tuple[pl.DataFrame, pl.DataFrame], ratings: pl.DataFrame,
    readings: pl.DataFrame, until: pl.DataFrame, delay: Delay,
) -> pl.DataFrame:  # fmt: skip
    watched = ratings.join(until, on="vendor", how="left", maintain_order="left")
    parts, later = (
        _placed(cells, segments, at, _ordered(watched, readings, cells, days), days)
        for at, days in zip(rates, (delay.days, delay.days + delay.error), strict=True)
    )
    return parts.with_columns(later["estimate"].alias("otherwise"))


def _placed(
    cells: pl.DataFrame, segments: pl.DataFrame, rates: pl.DataFrame, orders: pl.DataFrame, days: float
) -> pl.DataFrame:
    """
    Cells with what each has of its segment's sales.

    Orders are put back from their ratings as if they came evenly between two readings, and then, a few times, as many
    as came in each piece of that time: who begins or stops between two readings sold nothing before, or after.
    """
    pieces = _pieces(cells, days)
    even = shares_in(pieces, orders)
    held = held_in(pieces, even)
    left = _left(pieces, orders, held["ratings"])
    for _ in range(_ROUNDS):
        parts = _shared(held.with_columns(left), segments, rates)
        pace = _paces(parts).with_row_index("cell")
        shares = (
            even.join(pace, on="cell")
            .with_columns(share=pl.col("share") * pl.col("pace"), whole=pl.col("share").sum().over("rating"))
            .with_columns(share=pl.col("whole") * pl.col("share") / pl.col("share").sum().over("rating"))
            .select("rating", "cell", "share")
            .sort("rating", "cell")
        )
        held = held_in(pieces, shares)
    whole = pieces.with_row_index("cell").select("cell", whole="cell_of")
    of_cells = shares.join(whole, on="cell").group_by("rating", cell="whole").agg(pl.col("share").sort().sum())
    found = held_in(cells, of_cells.sort("rating", "cell"))
    weight = (
        held.with_columns(left, whole=whole["whole"])
        .group_by("whole", maintain_order=True)
        .agg(
            left=(pl.col("ratings").sum() / (pl.col("ratings") / pl.col("left")).sum()).fill_nan(1.0),
            late=pl.col("late").sum(),
        )
    )
    return _shared(found.with_columns(weight.select("left", "late")), segments, rates)


def _pieces(cells: pl.DataFrame, days: float) -> pl.DataFrame:
    """
    Cells cut into equal pieces of at most ``days``, or of two where these are fewer, with ``cell_of``, the place of the
    cell that each is of.
    """
    length = (pl.col("ends") - pl.col("starts")).dt.total_microseconds()
    number = (length / max(days * _DAY, _BESIDE)).ceil().clip(lower_bound=1).cast(pl.Int64)
    place = pl.col("piece")
    return (
        cells.with_row_index("cell_of")
        .with_columns(number=number, length=length)
        .with_columns(piece=pl.int_ranges(0, "number"))
        .explode("piece")
        .with_columns(
            starts=pl.col("starts") + pl.duration(microseconds=pl.col("length") * place // pl.col("number")),
            ends=pl.col("starts") + pl.duration(microseconds=pl.col("length") * (place + 1) // pl.col("number")),
        )
        .drop("number", "length", "piece")
    )


def _ordered(ratings: pl.DataFrame, readings: pl.DataFrame, cells: pl.DataFrame, days: float) -> pl.DataFrame:
    """Orders in the place of ratings: none before its vendor's first cell, or before a counter that begins at 0."""
    begun = readings.group_by("vendor").agg(begins=pl.col("captured_at").filter(pl.col("count_high") == 0).min())
    floor = cells.group_by("vendor").agg(pl.col("starts").min()).join(begun, on="vendor", how="left")
    first = floor.select("vendor", first=pl.max_horizontal("starts", "begins"))
    orders = order_times(ratings, days).join(first, on="vendor", how="left", maintain_order="left")
    return orders.with_columns(
        pl.max_horizontal(name, pl.min_horizontal("first", rated)).alias(name)
        for name, rated in (("occurred_from", "rated_from"), ("occurred_to", "rated_to"))
    )


def _left(cells: pl.DataFrame, orders: pl.DataFrame, known: pl.Series) -> pl.DataFrame:
    """
    Which part of the ratings of each cell's orders was ``left`` when they were looked for last, and the variance of how
    many more there will be: ``late``.
    """
    late = orders.filter(pl.col("lacking") > _NOTHING).with_columns(weight="lacking")
    counts = (
        shares_in(cells, late)
        .group_by("cell")
        .agg(lacking=pl.col("share").sort().sum(), squares=(pl.col("share") ** 2).sort().sum())
    )
    numbered = cells.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("cell"))
    lacking = numbered.join(counts, on="cell", how="left", maintain_order="left").fill_null(0.0)
    return lacking.select(
        left=(known / (known + pl.col("lacking"))).fill_nan(1.0), late=pl.col("lacking") + pl.col("squares")
    )


def _until(ratings: pl.DataFrame, readings: pl.DataFrame, looked: pl.DataFrame | None) -> pl.DataFrame:
    """
    Up to when each vendor's ratings were looked for: its last look (last reading of its counter where none is told), or
    its last rating if that is later; of vendors without one the last one of the market, null without any.
    """
    last = ratings.group_by("vendor").agg(rated=pl.col("occurred_to").max())
    read = readings.group_by("vendor").agg(read=pl.col("captured_at").max())
    if looked is not None:
        read = looked.select("vendor", read="looked_at")
    every = pl.lit(read["read"].max(), pl.Datetime("us", "UTC"))
    return last.join(read, on="vendor", how="full", coalesce=True).select(
        "vendor", until=pl.max_horizontal(pl.coalesce("read", every), pl.when(every.is_not_null()).then("rated"))
    )


def _paces(parts: pl.DataFrame) -> pl.DataFrame:
    """
    Orders in a moment of each piece, drawn to those of the whole time between two readings as far as paces are alike:
    the mean of a gamma distribution with the variance that they have, and of Poisson's counts.
    """
    length = (pl.col("ends") - pl.col("starts")).dt.total_microseconds()
    of = ("vendor", "segment", pl.when(pl.col("added").is_null()).then("month"))
    sold, usual = (
        pl.col("estimate").sum().over(of),
        pl.col("estimate").sum().over("vendor") / length.sum().over("vendor"),
    )
    known = ((sold + usual * _BESIDE) / (length.sum().over(of) + _BESIDE)).clip(lower_bound=_LEAST_PACE)
    own = (1 + pl.col("uneven_any") * pl.col("estimate")) / (1 + pl.col("uneven_any") * known * length)
    return parts.select(pace=(known * own).fill_null(0.0).fill_nan(0.0).clip(lower_bound=_LEAST_PACE))


def _shared(held: pl.DataFrame, segments: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """Cells with what each has of its segment's sales, by the orders that are put back to it."""
    held = held.with_columns(expected=pl.col("ratings") / pl.col("left"))
    sums = held.group_by("vendor", "segment").agg(
        pl.col("expected").sum().alias("segment_ratings"), pl.col("late").sum().alias("segment_late")
    )
    told = _estimated(segments.join(sums, on=["vendor", "segment"]), rates)
    length = (pl.col("ends") - pl.col("starts")).dt.total_microseconds()
    whole = (pl.col("segment_ends") - pl.col("segment_starts")).dt.total_microseconds()
    even, cut, rated = length / whole, pl.col("band_ratings").is_not_null(), pl.col("segment_ratings")
    selling = pl.min_horizontal("ends", "stops") - pl.min_horizontal("starts", "stops")
    usual = selling.dt.total_microseconds() / (pl.col("stops") - pl.col("segment_starts")).dt.total_microseconds()
    share = pl.when(cut).then(usual).otherwise((pl.col("expected") + usual) / (rated + 1))
    unrated = pl.col("sales") - rated
    spread = pl.col("share") * (1 - pl.col("share"))
    straddling = pl.when(pl.col("added").is_null()).then("across").otherwise("within")
    sold, more = pl.col("sales").clip(lower_bound=0.0), unrated.clip(lower_bound=0.0)
    scale = sold / rated.clip(lower_bound=1e-9)
    is_rated = ~cut & (rated > 0)
    of_rated = straddling * pl.when(pl.col("added").is_null()).then(scale).otherwise(scale.clip(upper_bound=1.0))
    by_chance = pl.when(is_rated).then(of_rated + more * spread * (1 + more / (rated + 1))).otherwise(sold * spread)
    more_to_come = pl.when(~cut).then(((1 - pl.col("weight")) / pl.col("feedback_rate")) ** 2 * pl.col("late"))
    reach = pl.when(is_rated).then(straddling * scale).otherwise(sold * spread)
    return (
        held.join(told, on=["vendor", "segment"])
        .sort("vendor", "starts")
        .with_columns(share=share, even=even)
        .with_columns(
            estimate=pl.col("expected") + unrated * pl.col("share"),
            counted=pl.col("added") * even,
            place_variance=by_chance
            + pl.when(is_rated)
            .then(2 * pl.col("uneven") * reach**2)
            .otherwise(2 * pl.col("uneven_any") * reach**2 + (sold * (usual - even)) ** 2 / 3)
            + more_to_come.fill_null(0.0),
        )
    )


def _estimated(segments: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """Add the sales of each segment, their variance and how much of them hangs on the market's feedback rate."""
    market = rates.filter(pl.col("vendor").is_null())
    pooled = market["feedback_rate"][0] if len(market) else None
    spread = market["feedback_error"][0] if len(market) else None
    ratings = pl.coalesce("band_ratings", "segment_ratings")
    rate, error = pl.col("feedback_rate"), pl.col("feedback_error")
    by_rating = ratings / rate
    variance = (ratings + 1) * (1 - rate) / rate**2 + (by_rating * error / rate) ** 2
    exact = pl.col("added_variance") <= 0
    uneven = pl.when(pl.col("band_ratings").is_not_null()).then(_UNEVEN * by_rating**2).otherwise(0.0)
    late = pl.when(pl.col("band_ratings").is_null()).then(pl.col("segment_late") / rate**2).otherwise(0.0)
    held_against = variance + uneven
    reach = Z * (held_against + late).sqrt()
    is_beside = (by_rating + reach < pl.col("added_low")) | (by_rating - reach > pl.col("added_high"))
    weight = (
        pl.when(pl.col("added").is_null())
        .then(0.0)
        .when(rate.is_null() | exact | is_beside)
        .then(1.0)
        .otherwise((held_against + late) / (held_against + late + pl.col("added_variance")))
    )
    return (
        segments.join(rates.drop_nulls("vendor"), on="vendor", how="left")
        .with_columns(pl.coalesce(rate, pl.lit(pooled, pl.Float64)), pl.coalesce(error, pl.lit(spread, pl.Float64)))
        .with_columns(
            weight=weight,
            by_rating=pl.when(ratings > 0).then(by_rating).otherwise(0.0),
            variance=pl.when((ratings > 0) | rate.is_not_null())
            .then(pl.when(pl.col("added").is_null()).then(variance).otherwise(held_against))
            .otherwise(0.0),
        )
        .with_columns(
            sales=pl.when(pl.col("weight") >= 1)
            .then("added")
            .when(pl.col("weight") <= 0)
            .then("by_rating")
            .otherwise(pl.col("weight") * pl.col("added") + (1 - pl.col("weight")) * pl.col("by_rating")),
            sales_variance=pl.when(pl.col("weight") >= 1)
            .then("added_variance")
            .otherwise((1 - pl.col("weight")) * pl.col("variance")),
            rated=pl.when(pl.col("weight") >= 1).then(0.0).otherwise((1 - pl.col("weight")) * pl.col("by_rating")),
        )
    )
