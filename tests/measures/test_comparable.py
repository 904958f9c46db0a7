"""Estimators of published series."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from cryptodrug_scraper.measures.sales.comparable import (
    christin_29,
    christin_revenue,
    ndarc_counts,
    sold_since_revenue,
    stock_sales,
    survival,
)

MOMENT = pl.Datetime("us", "UTC")
LOOK = datetime(2019, 3, 1, tzinfo=UTC)
REVIEWS = pl.Schema(
    {
        "listing_id": pl.String(),
        "vendor": pl.String(),
        "occurred_from": MOMENT,
        "occurred_to": MOMENT,
        "first_seen_at": MOMENT,
        "last_seen_at": MOMENT,
        "state": pl.String(),
    }
)


def reviews(*rows: tuple[str | None, float, int, int, str]) -> pl.DataFrame:
    """Listing, days before the look, days after it of first and last sighting, state."""
    made = [
        (
            listing,
            "v",
            LOOK - timedelta(days=age + 0.5),
            LOOK - timedelta(days=age - 0.5),
            LOOK + timedelta(days=first),
            LOOK + timedelta(days=last),
            state,
        )
        for listing, age, first, last, state in rows
    ]
    return pl.DataFrame(made, schema=REVIEWS, orient="row")


LOOKS = pl.DataFrame({"snapshot_id": ["s"], "first_at": [LOOK - timedelta(hours=9)], "last_at": [LOOK]}).cast(
    {"first_at": MOMENT, "last_at": MOMENT}
)


def test_feedback_of_29_days_with_bounds() -> None:
    rows = reviews(
        ("1", 1, 0, 30, "seen"),
        ("1", 28.5, -7, 0, "edited"),
        ("2", 10, 30, 60, "seen"),
        ("2", 29.5, 0, 0, "seen"),
        ("2", -3, 30, 30, "seen"),
    )
    found = christin_29(rows, LOOKS).row(0, named=True)
    assert (found["low"] * 29, found["sales_per_day"] * 29, found["high"] * 29) == pytest.approx((2, 3, 4))
    assert found["vendor_count"] == 1
    assert christin_29(reviews(("1", 90, 0, 0, "seen")), LOOKS)["sales_per_day"].to_list() == [0.0]
    assert christin_29(reviews(), LOOKS)["sales_per_day"].to_list() == [None]


def test_revenue_takes_the_mean_price_of_the_days() -> None:
    prices = pl.DataFrame(
        {
            "listing_id": ["1", "1", "1", "3"],
            "captured_at": [LOOK - timedelta(days=day) for day in (2, 20, 60, 1)],
            "price_eur": [30.0, 50.0, 9999.0, 7.0],
        },
        schema_overrides={"captured_at": MOMENT},
    )
    rows = reviews(("1", 1, 0, 0, "seen"), ("1", 5, 0, 0, "seen"), ("2", 5, 0, 0, "seen"), (None, 5, 0, 0, "seen"))
    assert christin_revenue(rows, prices, LOOKS)["eur_per_day"].to_list() == [pytest.approx(80 / 29)]
    assert christin_revenue(rows, prices.clear(), LOOKS)["eur_per_day"].to_list() == [None]


def test_sold_since() -> None:
    listings = pl.DataFrame(
        {
            "listing_id": ["a", "a", "new"],
            "captured_at": [
                datetime(2017, 5, 1, tzinfo=UTC),
                datetime(2017, 4, 11, tzinfo=UTC),
                datetime(2017, 5, 1, 9, tzinfo=UTC),
            ],
            "price_eur": [10.0, 99.0, 5.0],
            "sold_count": [73, 60, 1],
            "sold_since": [date(2016, 5, 1), date(2016, 5, 1), date(2017, 5, 1)],
        }
    )
    found = sold_since_revenue(listings)
    assert found.rows() == [("a", pytest.approx(0.2), pytest.approx(730.0)), ("new", None, None)]
    assert sold_since_revenue(listings.clear()).is_empty()


def test_falls_of_stock() -> None:
    stocks = pl.DataFrame(
        {"listing_id": ["x"] * 6 + ["once"], "day": [1, 2, 3, 4, 5, 6, 1], "stock_count": [6, 5, 7, None, 2, 1, 4]},
    ).with_columns(captured_at=pl.datetime(2020, 1, pl.col("day"), time_zone="UTC"))
    assert stock_sales(stocks).rows() == [("x", 7)]
    assert stock_sales(stocks.reverse()).rows() == [("x", 7)]
    assert stock_sales(stocks.clear()).is_empty()


def test_duplicates_count_once_and_one_scrape_a_week() -> None:
    row = {"title": "Hasch grün", "vendor": "ß", "quantity_grams": 5.0, "quantity_units": None}
    listings = pl.DataFrame(
        [
            {"snapshot_id": "mon", "captured_at": datetime(2019, 3, 4, tzinfo=UTC), **row},
            {"snapshot_id": "wed", "captured_at": datetime(2019, 3, 6, tzinfo=UTC), **row},
            {"snapshot_id": "wed", "captured_at": datetime(2019, 3, 6, 1, tzinfo=UTC), **row},
            {"snapshot_id": "wed", "captured_at": datetime(2019, 3, 6, 1, tzinfo=UTC), **row, "quantity_grams": 10.0},
            {"snapshot_id": "late", "captured_at": datetime(2019, 3, 20, tzinfo=UTC), **row},
        ]
    )
    assert ndarc_counts(listings).rows() == [(date(2019, 3, 4), "wed", 2, 1), (date(2019, 3, 18), "late", 1, 1)]
    assert ndarc_counts(listings.reverse()).equals(ndarc_counts(listings))
    assert ndarc_counts(listings.clear()).is_empty()


def lives(days: list[float], censored: list[bool]) -> pl.DataFrame:
    start = datetime(2012, 2, 3, tzinfo=UTC)
    return pl.DataFrame(
        {
            "first_at": [start] * len(days),
            "last_at": [start + timedelta(days=day) for day in days],
            "is_censored": censored,
        },
        schema={"first_at": MOMENT, "last_at": MOMENT, "is_censored": pl.Boolean},
    )


def test_survival_with_censoring() -> None:
    found = survival(lives([1, 2, 2, 3, 5], [False, False, True, False, True]), [0.5, 1, 2, 3, 4])
    assert found["share"].to_list() == pytest.approx([1.0, 0.8, 0.6, 0.3, 0.3])
    assert found.filter(pl.col("low") > pl.col("share")).is_empty()
    assert survival(lives([1, 2], [True, True]), [1.5]).rows() == [(1.5, 1.0, None, None)]
    assert survival(lives([], []), [1.0]).is_empty()


def test_survival_of_many_items_is_as_narrow_as_published() -> None:
    lasted = np.random.default_rng(4).exponential(21 / np.log(1 / 0.473), 24_385)
    found = survival(lives(np.minimum(lasted, 180.0).tolist(), (lasted > 180).tolist()), [21.0]).row(0, named=True)
    assert found["share"] == pytest.approx(0.473, abs=0.01)
    assert found["high"] - found["low"] == pytest.approx(0.013, abs=0.001)
