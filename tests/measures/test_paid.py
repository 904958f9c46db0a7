from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from cryptodrug_scraper.measures.money.paid import markups, with_paid

T = datetime(2018, 11, 19, 8, tzinfo=UTC)
FX = pl.DataFrame(
    [
        (date(2018, 11, 10), "BTC", 5000.0),
        (date(2018, 11, 10), "USD", 0.80),
        (date(2018, 11, 10), "EUR", 1.0),
        (date(2018, 11, 10), "GBP", 1.10),
        (date(2018, 11, 19), "BTC", 4620.1),
        (date(2018, 11, 19), "USD", 0.90),
        (date(2018, 11, 19), "EUR", 1.0),
        (date(2018, 11, 19), "GBP", 1.20),
    ],
    schema={"day": pl.Date, "currency": pl.String, "eur": pl.Float64},
    orient="row",
)
SCHEMA = {
    "review_id": pl.String(),
    "vendor": pl.String(),
    "listing_id": pl.String(),
    "amount": pl.Float64(),
    "amount_currency": pl.String(),
    "amount_step": pl.Float64(),
    "amount_at": pl.Datetime("us", "UTC"),
    "occurred_from": pl.Datetime("us", "UTC"),
    "occurred_to": pl.Datetime("us", "UTC"),
}
OWN = pl.DataFrame({"vendor": ["euro", "pound"], "currency": ["EUR", "GBP"]})


def review(amount: float | None, currency: str | None, step: float | None, **fields: Any) -> pl.DataFrame:
    row = {
        "review_id": "1-1",
        "vendor": "niemand",
        "listing_id": "a",
        "amount": amount,
        "amount_currency": currency,
        "amount_step": step,
        "amount_at": T,
        "occurred_from": T - timedelta(minutes=1),
        "occurred_to": T,
    }
    return pl.DataFrame([row | fields], schema=SCHEMA)


def paid(rows: pl.DataFrame, *, moves: bool) -> tuple[float, float, float]:
    found = with_paid(rows, FX, OWN, moves=moves)
    return found.select("paid_eur_low", "paid_eur", "paid_eur_high").row(0)


@pytest.mark.parametrize("moves", [True, False])
def test_the_example_of_the_methods(*, moves: bool) -> None:
    low, middle, high = paid(review(0.0012, "BTC", 0.0001), moves=moves)
    assert (round(low, 2), round(middle, 2), round(high, 2)) == (5.31, 5.54, 5.78)


def test_half_a_step_of_a_coin_can_be_a_quarter() -> None:
    low, middle, high = paid(review(0.02, "BTC", 0.01), moves=True)
    assert (low / middle, high / middle) == pytest.approx((0.75, 1.25))


def test_nothing_in_coins_is_nothing_as_their_digits_are_significant_ones() -> None:
    assert paid(review(0.0, "BTC", 1.0), moves=True) == (0.0, 0.0, 0.0)
    assert paid(review(0.0, "USD", 1.0), moves=True)[2] > 0


def test_a_fixed_amount_counts_at_the_rate_of_its_day() -> None:
    before = datetime(2018, 11, 10, 12, tzinfo=UTC)
    rows = review(58.0, "USD", 1.0, occurred_from=before, occurred_to=before + timedelta(hours=1))
    assert paid(rows, moves=False)[1] == pytest.approx(58 * 0.80)


def test_a_moving_amount_is_turned_back_at_the_rate_of_its_capture() -> None:
    before = datetime(2018, 11, 10, 12, tzinfo=UTC)
    when = {"occurred_from": before, "occurred_to": before + timedelta(hours=1)}
    assert paid(review(60.0, "USD", 1.0, vendor="euro", **when), moves=True)[1] == pytest.approx(60 * 0.90)
    pounds = 60 * 0.90 / 1.20
    assert paid(review(60.0, "USD", 1.0, vendor="pound", **when), moves=True)[1] == pytest.approx(pounds * 1.10)
    assert paid(review(60.0, "USD", 1.0, **when), moves=True)[1] == pytest.approx(60 * 0.90)


def test_the_range_covers_the_rates_of_the_interval() -> None:
    rows = review(100.0, "USD", None, occurred_from=datetime(2018, 11, 10, tzinfo=UTC), occurred_to=T)
    found = with_paid(rows, FX, OWN, moves=False)
    assert found["paid_eur"].to_list() == [None]  # no rate of the day in the middle
    assert found.select("paid_eur_low", "paid_eur_high").row(0) == pytest.approx((80.0, 90.0))


def test_a_fee_shows_in_the_ratio_of_price_and_amount() -> None:
    spells = pl.DataFrame(
        {"listing_id": ["a", "b"], "vendor": ["niemand", "euro"], "first_at": [T, T], "price_usd": [104.0, 50.0]},
        schema_overrides={"first_at": pl.Datetime("us", "UTC")},
    )
    rows = pl.concat([review(100.0, "USD", 1.0, review_id=f"{n}-1") for n in range(6)])
    found = markups(with_paid(rows, FX, OWN, moves=False), spells)
    assert found.rows() == [("euro", pytest.approx(1.04)), ("niemand", pytest.approx(1.04))]
    assert markups(with_paid(rows.clear(), FX, OWN, moves=True), spells)["markup"].to_list() == [1.0, 1.0]
