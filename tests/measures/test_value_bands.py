"""Bands of value, the largest order, and what published shares imply."""

from __future__ import annotations

import polars as pl
import pytest

from cryptodrug_scraper.measures.sales.value_bands import CUTS_EUR, implied_small_mean, orders_above, value_bands

SCHEMA = {
    "transaction_id": pl.String, "vendor": pl.String, "amount_eur_low": pl.Float64, "amount_eur": pl.Float64,
    "amount_eur_high": pl.Float64, "price_source": pl.String, "price_flag": pl.String, "drug_class": pl.String,
}  # fmt: skip


def orders(*amounts: tuple[str, float | None, str]) -> pl.DataFrame:
    rows = [
        (f"t{place:05}", vendor, None if eur is None else eur * 0.9, eur, None if eur is None else eur * 1.1, "printed",
         flag, "Cannabis")
        for place, (vendor, eur, flag) in enumerate(amounts)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


MINI = orders(*(("A" if place < 3 else "B", eur, "ok") for place, eur in enumerate(
    (50, 50, 180, 90, 250, 40, 60, 30, 120))))  # fmt: skip
"""The sales of the Belgian vendors of the worked example MINI-1."""


def test_the_worked_example_has_29_percent_in_one_order_of_nine() -> None:
    bands = value_bands(MINI, market="mini", cuts=(200.0,))
    assert [(0.0, 200.0, 8.0), (200.0, None, 1.0)] == bands.select("from_eur", "to_eur", "transactions").rows()
    assert bands["transaction_share"].to_list() == pytest.approx([0.8889, 0.1111], abs=5e-5)
    assert bands["turnover_share"].to_list() == pytest.approx([0.7126, 0.2874], abs=5e-5)
    listing_wise = orders(("A", 50, "ok"), ("A", 50, "ok"), ("A", 180, "ok"), ("C", 60, "ok"), ("D", 60, "ok"))
    assert value_bands(listing_wise, market="m", cuts=(100.0,))["turnover_share"][1] == pytest.approx(0.45)


def test_default_bands_hold_their_lower_end_and_not_their_upper_one() -> None:
    bands = value_bands(orders(*(("x", eur, "ok") for eur in (19.99, *CUTS_EUR, 5000.0))), market="m")
    assert [1, 1, 1, 1, 1, 1, 2] == bands["transactions"].to_list()
    assert [0.0, *CUTS_EUR] == bands["from_eur"].to_list()
    assert bands["turnover_eur"].sum() == pytest.approx(19.99 + sum(CUTS_EUR) + 5000)


def test_what_is_no_revenue_or_of_unknown_value_is_in_no_share() -> None:
    sales = orders(
        ("x", 10.0, "ok"), ("x", 9999.0, "holding"), ("y", 0.0, "free"), ("y", None, "ok"), ("z", 30.0, "ok")
    )
    bands = value_bands(sales, market="m")
    assert 2 == bands["transactions"].sum()
    above = orders_above(sales, 1000.0)
    assert (2, 3, 0) == (above.transactions, above.unvalued, above.above)


def test_weights_make_parts_of_sales() -> None:
    halves = MINI.with_columns(weight=pl.when(pl.col("amount_eur") > 200).then(0.5).otherwise(1.0))
    bands = value_bands(halves, market="m", cuts=(200.0,))
    assert [8.0, 0.5] == bands["transactions"].to_list()
    assert [620.0, 125.0] == bands["turnover_eur"].to_list()


def test_intervals_hold_the_shares_and_are_wide_with_few_vendors() -> None:
    many = orders(*((f"v{n % 40}", 250.0 if n % 9 == 0 else 30.0 + n % 7, "ok") for n in range(900)))
    few = many.with_columns(vendor=pl.when(pl.col("amount_eur") > 200).then(pl.lit("one")).otherwise("vendor"))
    rows = [value_bands(sales, market="m", cuts=(200.0,)).row(1, named=True) for sales in (many, few)]
    for row in rows:
        for name in ("transaction_share", "turnover_share"):
            assert row[f"{name}_low"] <= row[name] <= row[f"{name}_high"]
    widths = [row["turnover_share_high"] - row["turnover_share_low"] for row in rows]
    assert widths[0] < 0.1 < widths[1]


def test_one_vendor_gives_no_interval() -> None:
    bands = value_bands(orders(("x", 10.0, "ok"), ("x", 300.0, "ok")), market="m", cuts=(200.0, 1000.0))
    assert [0.5, 0.5, 0.0] == bands["transaction_share"].to_list()
    assert 3 == bands["transaction_share_low"].null_count() == bands["turnover_share_high"].null_count()
    assert [None, None, pytest.approx(1 - 0.05**0.5)] == bands["transaction_share_high"].to_list()


def test_none_above_has_an_upper_limit_and_the_largest_its_evidence() -> None:
    sales = orders(*((f"v{n % 30}", 20.0 + n % 11, "ok") for n in range(1498)), ("Ÿ", 990.0, "ok"), ("Ÿ", 1000.0, "ok"))
    above = orders_above(sales, 1000.0)
    assert (1500, 0, 0, 0, 2) == (
        above.transactions, above.unvalued, above.above, above.surely_above, above.perhaps_above,
    )  # fmt: skip
    assert above.share_high == pytest.approx(0.0020, abs=5e-5)
    assert (1000.0, "t01499", "Ÿ", "printed") == (
        above.largest_eur, above.largest_transaction_id, above.largest_vendor, above.largest_price_source,
    )  # fmt: skip
    some = orders_above(sales, 900.0)
    assert (2, 0, None) == (some.above, some.surely_above, some.share_high)
    assert some.share == pytest.approx(2 / 1500)
    bands = value_bands(sales, market="m", cuts=(200.0, 1000.5))
    assert bands["transaction_share_high"][2] == pytest.approx(above.share_high)


@pytest.mark.parametrize(
    ("turnover", "transactions", "ratio", "least"), [(0.30, 0.10, 3.857, 51.9), (0.30, 0.09, 4.33, 46.2)]
)
def test_published_shares_imply_a_least_mean(turnover: float, transactions: float, ratio: float, least: float) -> None:
    implied = implied_small_mean(turnover, transactions, 200.0)
    assert implied.ratio == pytest.approx(ratio, abs=5e-3)
    assert implied.least_small_eur == pytest.approx(least, abs=0.06)


def test_the_identity_holds_for_the_worked_example() -> None:
    implied = implied_small_mean(250 / 870, 1 / 9, 200.0)
    assert implied.ratio == pytest.approx(250 / (620 / 8))
    assert implied.least_small_eur <= 620 / 8
    with pytest.raises(ValueError, match="above 0 and below 1"):
        implied_small_mean(0.3, 0.0, 200.0)


def test_cuts_must_ascend() -> None:
    with pytest.raises(ValueError, match="ascend"):
        value_bands(MINI, market="m", cuts=(50.0, 20.0))


def test_the_order_of_rows_does_not_matter() -> None:
    shuffled = MINI.sample(fraction=1, shuffle=True, seed=5)
    assert value_bands(MINI, market="m").equals(value_bands(shuffled, market="m"))
    assert orders_above(MINI, 100.0) == orders_above(shuffled, 100.0)


def test_no_orders_give_bands_without_shares() -> None:
    bands = value_bands(MINI.clear(), market="m")
    assert [0.0] * 7 == bands["transactions"].to_list()
    assert 7 == bands["turnover_share"].null_count() == bands["transaction_share_high"].null_count()
    assert bands.schema == value_bands(MINI, market="m").schema
    nothing = orders_above(MINI.clear(), 1000.0)
    assert (0, None, None, None) == (nothing.transactions, nothing.share, nothing.share_high, nothing.largest_eur)
