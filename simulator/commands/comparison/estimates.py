"""Derived figures beside the true ones, and how far the estimators are out altogether."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from simulator.commands.comparison.intervals import ASKED, IN_ALL, by_chance, covers
from simulator.truth.asked_prices import BULK_EUR, bulk_sales
from simulator.truth.captured import captured_reviews
from simulator.truth.live import populations
from simulator.truth.months import market_months, whole_months
from simulator.truth.shares import country_shares
from simulator.truth.shown import shown_reviews

if TYPE_CHECKING:
    from simulator.commands.comparison.derived import Derived
    from simulator.truth.asked import AskedFrames
    from simulator.truth.frames import Frames

__all__ = ["ESTIMATE", "estimates", "judged", "summaries"]

ESTIMATE = (
    "market",
    "period",
    "measure",
    "unit",
    "value",
    "low",
    "high",
    "true",
    "difference",
    "inside",
    "grade",
    "counts",
)
"""Columns of a frame of estimates."""
_TRUE_OF = {"seen": "on_show", "chao2": "ever"}
"""What an estimator of a population is about, where that is not what was live."""
_CAPTURED = "transactions_shown (of captured pages)"


def estimates(frames: Frames, derived: Derived, country: str, asked: AskedFrames | None = None) -> pl.DataFrame:
    """
    Return derived figures beside the true ones.

    Args:
        frames: the truth.
        derived: what was derived of pages of the same markets.
        country: whose shares are compared, ISO 3166-1 alpha-2.
        asked: the part of the truth that crawls asked for; with it, figures of listings and vendors of markets of which
            they passed over some stand a second time, beside that part.

    Returns:
        `ESTIMATE`, sorted: ``period`` is a month, a snapshot or ``all``; ``difference`` is in per cent of the truth, or
        in points of per cent where ``unit`` is ``share``; ``inside`` tells whether the interval holds the truth, if
        there is one; ``counts`` is false for what a summary leaves out: partial snapshots, and months of which the
        snapshots cannot tell all.
    """
    looks = derived["snapshots"].filter(pl.col("market").is_in(frames.markets)).sort("market", "first_at")
    shown, captured = shown_reviews(frames, looks), captured_reviews(frames, derived["pages"])
    parts = [
        _populations(frames, derived, looks),
        _months(frames, derived, looks, captured),
        _reviews(frames, derived, shown, captured),
        _shares(frames, derived, looks, country),
    ]
    if asked is not None:
        parts.append(_of_asked(asked, derived, looks, captured, country))
    made = pl.concat([part.select(_columns()) for part in parts]).filter(pl.col("value").is_not_null())
    return judged(made).select(ESTIMATE)


def _of_asked(
    asked: AskedFrames, derived: Derived, looks: pl.DataFrame, captured: pl.DataFrame, country: str
) -> pl.DataFrame:
    """The figures of listings and vendors of markets of which a part was asked for, beside that part."""
    parts = [
        _populations(asked, derived, looks),
        _months(asked, derived, looks, captured),
        _shares(asked, derived, looks, country),
    ]
    found = pl.concat([part.select(_columns()) for part in parts])
    is_live = pl.col("measure").str.contains("^(listings|vendors)")
    partly = found.filter(is_live, pl.col("market").is_in(asked.partly))
    return partly.with_columns(pl.col("measure") + ASKED)


def judged(found: pl.DataFrame) -> pl.DataFrame:
    """
    Add how far estimates are out.

    Args:
        found: ``value, true, unit`` and, unless there are no intervals, ``low, high``; with ``market, measure,
            period``, by which it is sorted, and other columns.

    Returns:
        The same with ``difference`` and, with intervals, ``inside``: see `estimates`.
    """
    error = pl.col("value") - pl.col("true")
    relative = pl.when(pl.col("true") != 0).then(error / pl.col("true"))
    difference = (pl.when(pl.col("unit") == "share").then(error).otherwise(relative) * 100).alias("difference")
    found = found.with_columns(difference).sort("market", "measure", "period")
    if "low" not in found.columns:
        return found
    both = pl.col("low").is_not_null() & pl.col("high").is_not_null()
    return found.with_columns(pl.when(both).then(pl.col("true").is_between("low", "high")).alias("inside"))


def summaries(found: pl.DataFrame) -> pl.DataFrame:
    """
    Return how far estimators are out.

    Args:
        found: `estimates`.

    Returns:
        ``measure, unit, count, mean, spread, worst, inside, intervals, held, chance_low, chance_high, covers``, sorted:
        how many figures there are; mean, standard deviation and largest of their differences; the share of the
        intervals that hold the truth, how many intervals there are, how many hold it, and between which numbers chance
        alone would have that if they were of 95 %; and what they cover.
    """
    good = found.filter(pl.col("counts") & pl.col("difference").is_not_null())
    worst = pl.col("difference").sort_by(pl.col("difference").abs()).last()
    summed = (
        good.group_by("measure", "unit")
        .agg(
            pl.len().alias("count"),
            pl.col("difference").mean().alias("mean"),
            pl.col("difference").std().alias("spread"),
            worst.alias("worst"),
            pl.col("inside").mean().alias("inside"),
            pl.col("inside").count().cast(pl.Int64).alias("intervals"),
            pl.col("inside").sum().cast(pl.Int64).alias("held"),
        )
        .sort("measure")
    )
    ranges = [by_chance(count) for count in summed["intervals"]]
    said = [covers(row["measure"]) if row["intervals"] else "" for row in summed.iter_rows(named=True)]
    return summed.with_columns(
        pl.Series("chance_low", [low for low, _ in ranges], dtype=pl.Int64),
        pl.Series("chance_high", [high for _, high in ranges], dtype=pl.Int64),
        pl.Series("covers", said, dtype=pl.String),
    )


def _columns() -> list[str]:
    return [name for name in ESTIMATE if name not in {"difference", "inside"}]


def _populations(frames: Frames, derived: Derived, looks: pl.DataFrame) -> pl.DataFrame:
    true = populations(frames, looks)
    found = derived["populations"].join(true, on=("market", "snapshot_id", "of"))
    about = pl.col("estimator").replace_strict(_TRUE_OF, default="live")
    right = pl.when(about == "on_show").then("on_show").when(about == "ever").then("ever").otherwise("live")
    return found.with_columns(
        pl.col("snapshot_id").alias("period"),
        pl.format("{}s ({})", "of", "estimator").alias("measure"),
        pl.lit("count").alias("unit"),
        right.cast(pl.Float64).alias("true"),
        (pl.col("grade") != "partial").alias("counts"),
    )


def _months(frames: Frames, derived: Derived, looks: pl.DataFrame, captured: pl.DataFrame) -> pl.DataFrame:
    true = market_months(frames, looks).rename({"value": "true"})
    found = derived["months"]
    by_month = captured.group_by("market", pl.col("at").dt.date().dt.month_start().alias("month"))
    rated = by_month.agg(pl.lit(_CAPTURED).alias("measure"), pl.len().cast(pl.Float64).alias("true"))
    true = pl.concat((true, rated.join(whole_months(frames, looks), on=("market", "month"))), how="diagonal")
    again = found.filter(pl.col("measure") == "transactions_shown").with_columns(pl.lit(_CAPTURED).alias("measure"))
    found = pl.concat((found, again))
    found = found.join(true, on=("market", "month", "measure"))
    return found.with_columns(
        pl.col("month").dt.strftime("%Y-%m").alias("period"),
        pl.when(pl.col("measure").str.ends_with("_eur")).then(pl.lit("EUR")).otherwise(pl.lit("count")).alias("unit"),
        (pl.col("is_whole") & (pl.col("grade") != "partial")).alias("counts"),
    )


def _shares(frames: Frames, derived: Derived, looks: pl.DataFrame, country: str) -> pl.DataFrame:
    """What the country has, in all and as a share."""
    keys = ("market", "month", "definition", "measure")
    true = country_shares(frames, looks, country).filter(pl.col("snapshot_id").is_null())
    whole = whole_months(frames, looks)
    known = derived.shares(country).join(true.select(*keys, true_share="share", true_value="value"), on=keys)
    known = known.join(whole, on=("market", "month"), how="left").with_columns(
        pl.col("month").dt.strftime("%Y-%m").alias("period"),
        pl.format("{} of {} ({})", "measure", pl.lit(country), "definition").alias("measure"),
        ((pl.col("is_whole") | (pl.col("definition") != "A1")) & (pl.col("grade") != "partial")).alias("counts"),
    )
    of_sum = pl.when(pl.col("measure").str.starts_with("turnover")).then(pl.lit("EUR")).otherwise(pl.lit("count"))
    parts = [
        known.with_columns(
            value=pl.col(of), low=pl.col(f"{of}_low"), high=pl.col(f"{of}_high"), true=pl.col(f"true_{of}"), unit=unit,
            measure=pl.col("measure") + ending,
        )
        for of, unit, ending in (("share", pl.lit("share"), ""), ("value", of_sum, IN_ALL))
    ]  # fmt: skip
    return pl.concat([part.select(_columns()) for part in parts])


def _reviews(frames: Frames, derived: Derived, shown: pl.DataFrame, captured: pl.DataFrame) -> pl.DataFrame:
    bulk = derived["bulk"]
    parts = [
        _of_all(derived["reviews"], captured, "distinct reviews (of captured pages)"),
        _of_all(derived["reviews"], shown, "distinct reviews (of all pages)"),
        _of_all(bulk, bulk_sales(frames, captured), f"sales of EUR {BULK_EUR:.0f} and more (of captured pages)"),
        _of_all(
            bulk.drop("low", "high"), bulk_sales(frames, shown), f"sales of EUR {BULK_EUR:.0f} and more (of all pages)"
        ),
    ]
    return pl.concat(parts, how="diagonal_relaxed")


def _of_all(found: pl.DataFrame, true: pl.DataFrame, measure: str) -> pl.DataFrame:
    missing = [pl.lit(None, pl.Float64).alias(name) for name in ("low", "high") if name not in found.columns]
    return (
        found.join(true.group_by("market").agg(pl.len().cast(pl.Float64).alias("true")), on="market")
        .with_columns(missing)
        .with_columns(
            pl.lit("all").alias("period"),
            pl.lit(measure).alias("measure"),
            pl.lit("count").alias("unit"),
            pl.lit(None, pl.String).alias("grade"),
            pl.lit(value=True).alias("counts"),
        )
        .select(_columns())
    )
