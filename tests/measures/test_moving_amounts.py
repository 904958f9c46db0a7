from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from cryptodrug_scraper.measures.money.moving_amounts import amounts_move, kept_coin

BEFORE, AFTER = datetime(2018, 11, 10, 8, tzinfo=UTC), datetime(2018, 12, 10, 8, tzinfo=UTC)
RATES = {"BTC": (5600.0, 3000.0), "XMR": (91.0, 48.0), "USD": (0.88, 0.88), "GBP": (1.14, 1.11), "EUR": (1.0, 1.0)}
FX = pl.DataFrame(
    [
        (day, currency, rates[place])
        for currency, rates in RATES.items()
        for place, day in enumerate((date(2018, 11, 10), date(2018, 12, 10)))
    ],
    schema={"day": pl.Date(), "currency": pl.String(), "eur": pl.Float64()},
    orient="row",
)


def pairs(factor: float, currency: str = "USD", count: int = 40, step: float = 1.0) -> pl.DataFrame:
    """Amounts that are multiplied by a factor from one capture to the next, and rounded both times."""
    true = np.random.default_rng(3).uniform(40, 400, count)
    schema = {
        "vendor": pl.String(),
        "amount_currency": pl.String(),
        "amount_before": pl.Float64(),
        "amount": pl.Float64(),
        "captured_before": pl.Datetime("us", "UTC"),
        "captured_at": pl.Datetime("us", "UTC"),
    }
    rows = [
        (
            f"vendor {number % 7}",
            currency,
            round(value / step) * step,
            round(value * factor / step) * step,
            BEFORE,
            AFTER,
        )
        for number, value in enumerate(true.tolist())
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize("coin", ["BTC", "XMR"])
def test_an_amount_that_moves_as_a_coin_is_kept_in_it(coin: str) -> None:
    moved = pairs(RATES[coin][1] / RATES[coin][0] * RATES["USD"][0] / RATES["USD"][1], step=0.01)
    assert amounts_move(moved)
    assert kept_coin(moved, FX) == coin


def test_an_amount_that_moves_as_a_currency_is_kept_in_no_coin() -> None:
    moved = pairs(RATES["GBP"][1] / RATES["GBP"][0])
    assert amounts_move(moved)
    assert kept_coin(moved, FX) is None


def test_an_amount_that_stands_does_not_move() -> None:
    assert not amounts_move(pairs(1.0))
    assert kept_coin(pairs(1.0), FX) is None


def test_amounts_in_another_display_currency_are_compared_in_it() -> None:
    euros = pairs(RATES["BTC"][1] / RATES["BTC"][0], "EUR", step=0.01)
    assert kept_coin(euros, FX) == "BTC"
    assert kept_coin(euros.sample(fraction=1, shuffle=True, seed=2), FX) == "BTC"


def test_few_pairs_and_none_tell_nothing() -> None:
    assert kept_coin(pairs(0.53, count=29), FX) is None
    assert not amounts_move(pairs(0.5).clear())
    assert kept_coin(pairs(0.5).clear(), FX) is None
    late = pairs(0.53).with_columns(pl.col("captured_at") + timedelta(days=400))
    assert kept_coin(late, FX) is None


def test_what_the_amounts_of_one_vendor_do_says_nothing_of_the_market() -> None:
    stand, move = pairs(1.0), pairs(1.7, count=300).with_columns(vendor=pl.lit("worst"))
    assert not amounts_move(pl.concat([stand, move]))
    assert not amounts_move(pl.concat([stand, move.with_columns(amount_currency=pl.lit("JPY"))]))
    as_coin = pairs(RATES["BTC"][1] / RATES["BTC"][0], step=0.01)
    still = pairs(1.0, count=900).with_columns(vendor=pl.lit("worst"))
    assert kept_coin(pl.concat([as_coin, still]), FX) == "BTC"
