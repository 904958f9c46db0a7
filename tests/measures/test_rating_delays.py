"""How long after an order its rating is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from cryptodrug_scraper.measures.ratings.rating_delays import USUAL, left_by, order_times, rating_delay

MOMENT = pl.Datetime("us", "UTC")
START = datetime(2019, 1, 1, tzinfo=UTC)
SEGMENTS = pl.Schema(
    {
        "vendor": pl.String(),
        "segment": pl.Int64(),
        "segment_starts": MOMENT,
        "segment_ends": MOMENT,
        "ratings": pl.Float64(),
        "added": pl.Float64(),
        "added_variance": pl.Float64(),
    }
)


def market(delay: float, *, days: int = 7, vendors: int = 12, seed: int = 3, variance: float = 0.0) -> pl.DataFrame:
    """Vendors whose pace changes from week to week, with the ratings that four in five orders get."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = []
    for vendor in range(vendors):
        paces = rng.uniform(1, 6, 26)
        ordered = np.concatenate([rng.uniform(7 * w, 7 * w + 7, rng.poisson(7 * pace)) for w, pace in enumerate(paces)])
        rated = ordered[rng.random(len(ordered)) < 0.8]
        left = rated + rng.exponential(delay, len(rated))
        for segment, start in enumerate(range(0, 182 - days, days)):
            counts = [np.sum((times >= start) & (times < start + days)) for times in (left, ordered)]
            span = (START + timedelta(days=start), START + timedelta(days=start + days))
            rows.append((f"v{vendor}", segment, *span, *map(float, counts), variance))
    return pl.DataFrame(rows, schema=SEGMENTS, orient="row")


@pytest.mark.parametrize("delay", [1.0, 4.0, 9.0])
def test_the_delay_is_learnt_from_counters_read_weekly(delay: float) -> None:
    found = rating_delay(market(delay))
    assert found.days == pytest.approx(delay, abs=3 * found.error)
    assert found.error < USUAL.error / 2


def test_what_is_rounded_or_read_monthly_tells_none() -> None:
    assert rating_delay(market(1.0, variance=8.25)) == rating_delay(market(1.0, days=30))
    none = rating_delay(market(1.0).clear())
    assert none.days == pytest.approx(USUAL.days, abs=0.5)
    assert none.error == pytest.approx(USUAL.error, rel=0.2)


def test_no_vendor_alone_decides() -> None:
    honest = market(2.0)
    odd = market(2.0, vendors=1, seed=9).with_columns(
        pl.lit("odd").alias("vendor"),
        ratings=pl.col("ratings").shift(2, fill_value=0.0) * 1e6,
        added=pl.col("added") * 1e6,
    )
    before, after = rating_delay(honest), rating_delay(pl.concat([honest, odd]))
    assert after.days == pytest.approx(before.days, abs=2.0)


def test_orders_lie_before_their_ratings_by_the_delay_on_average() -> None:
    left = START + timedelta(days=30)
    ratings = pl.DataFrame({"vendor": ["a"], "occurred_from": [left], "occurred_to": [left + timedelta(days=1)]})
    parts = order_times(ratings.cast({"occurred_from": MOMENT, "occurred_to": MOMENT}), 4.0)
    assert parts["weight"].sum() == pytest.approx(1.0)
    assert parts["rating"].unique().to_list() == [0]
    middle = parts["occurred_from"] + (parts["occurred_to"] - parts["occurred_from"]) / 2
    behind = (left + timedelta(hours=12) - middle).dt.total_seconds() / 86_400
    assert (behind * parts["weight"]).sum() == pytest.approx(4.0, abs=0.3)
    assert parts["occurred_to"].max() == left + timedelta(days=1)


def test_of_orders_as_old_as_the_delay_two_in_three_are_rated() -> None:
    waited = pl.DataFrame({"waited": [timedelta(days=-1), timedelta(days=4), timedelta(days=40)]})
    assert waited.select(left_by(pl.col("waited"), 4.0)).to_series().to_list() == pytest.approx(
        [0.0, 0.632, 1.0], abs=1e-3
    )
