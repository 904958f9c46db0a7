"""How long after an order its rating is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from cryptodrug_scraper.measures.ratings.rating_delays import USUAL, order_times, rating_delay

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


def market(
    delay: float, *, days: int = 7, vendors: int = 12, seed: int = 3, variance: float = 0.0, growth: float = 0.0
) -> pl.DataFrame:
    """Vendors whose pace changes from week to week, with the ratings that four in five orders get."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = []
    for vendor in range(vendors):
        paces = rng.uniform(1, 6, 26) * np.exp(growth * np.arange(26))
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


def test_a_market_that_grows_does_not_make_the_delay_look_shorter() -> None:
    found = [rating_delay(market(4.0, growth=0.1, seed=seed)) for seed in range(4)]
    assert np.mean([each.days for each in found]) == pytest.approx(4.0, abs=0.35)


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


def at(*days: float, until: float) -> pl.DataFrame:
    left = [START + timedelta(days=day) for day in days]
    rows = pl.DataFrame({"vendor": ["a"] * len(left), "occurred_from": left, "occurred_to": left})
    return rows.with_columns(until=pl.lit(START + timedelta(days=until))).cast(
        {"occurred_from": MOMENT, "occurred_to": MOMENT, "until": MOMENT}
    )


def test_a_rating_stands_for_orders_that_are_still_to_be_rated() -> None:
    """By hand, with L = 5: exp(r / L) times -ln(1 - exp(-r / L)), with r of 5, 1 and 30 days."""
    parts = order_times(at(25, 29, 0, until=30), 5.0)
    stands = parts.group_by("rating").agg((pl.col("weight") + pl.col("lacking")).sum()).sort("rating")["weight"]
    assert stands.to_list() == pytest.approx([1.24681, 2.08588, 1.00124], abs=1e-5)
    newest = parts.filter(pl.col("rating") == 1).sort("occurred_to", descending=True)
    assert newest["lacking"][0] == newest["lacking"].max(), "most are lacking of the newest orders"


def test_nothing_is_added_where_no_rating_is_to_come() -> None:
    assert order_times(at(0, 10, until=200), 5.0)["lacking"].sum() == 0
    assert order_times(at(0, 10, until=10).drop("until"), 5.0)["lacking"].sum() == 0
    looks = [order_times(at(0, 5, 9.9, until=until), 5.0)["lacking"].sum() for until in (10, 12, 20, 40)]
    assert looks == sorted(looks, reverse=True), "a later look leaves less to come"


def test_ratings_left_in_time_stand_for_all_that_were_ordered() -> None:
    """Orders of 60 days, and what of their ratings was left by then."""
    rng = np.random.default_rng(5)
    ordered = rng.uniform(0, 60, 20_000)
    left = ordered + rng.exponential(5.0, len(ordered))
    seen = left[left < 60]
    assert len(seen) < 18_500
    parts = order_times(at(*seen, until=60), 5.0)
    assert (parts["weight"] + parts["lacking"]).sum() == pytest.approx(20_000, rel=0.01)
