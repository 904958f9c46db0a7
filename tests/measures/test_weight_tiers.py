"""Tiers by weight, and wholesale by several criteria."""

from __future__ import annotations

import polars as pl
import pytest

from cryptodrug_scraper.measures.sales.weight_tiers import (
    WEIGHT_TIERS,
    bulk_by_criterion,
    weight_tiers,
    with_weight_tier,
)
from cryptodrug_scraper.page.quantities import parse_quantity

SCHEMA = {
    "transaction_id": pl.String, "vendor": pl.String, "amount_eur": pl.Float64, "price_flag": pl.String,
    "drug_class": pl.String, "substance": pl.String, "quantity": pl.Float64, "quantity_grams": pl.Float64,
}  # fmt: skip
SALES = pl.DataFrame(
    [
        ("a", "v", 20.0, "ok", "Cannabis", "cannabis_herb", 1.0, 5.0),
        ("b", "v", 400.0, "ok", "Cannabis", "cannabis_herb", 10.0, 10.0),
        ("c", "w", 2580.0, "ok", "Cannabis", "cannabis_resin", None, 1000.0),
        ("d", "w", 900.0, "ok", "Stimulants", "amphetamine", 2.0, 250.0),
        ("e", "w", 1100.0, "ok", "Stimulants", "cocaine", 1.0, 14.0),
        ("f", "x", 5000.0, "ok", "Psychedelics", "lsd", 1.0, None),
        ("g", "x", 9999.0, "holding", "Cannabis", "cannabis_herb", 1.0, 2000.0),
        ("h", "x", 1000.0, "ok", None, None, 1.0, 3.0),
    ],
    schema=SCHEMA,
    orient="row",
)


def test_an_order_weighs_its_units_and_the_substance_decides_before_the_class() -> None:
    found = with_weight_tier(SALES).select("transaction_id", "order_grams", "tier").rows()
    assert [
        ("a", 5.0, "small"), ("b", 100.0, "middle"), ("c", 1000.0, "bulk"), ("d", 500.0, "bulk"), ("e", 14.0, "middle"),
        ("f", None, None), ("g", 2000.0, "bulk"), ("h", 3.0, None),
    ] == found  # fmt: skip


def test_tiers_of_each_class() -> None:
    found = weight_tiers(SALES)
    assert [
        ("Cannabis", "small"), ("Cannabis", "middle"), ("Cannabis", "bulk"), ("Psychedelics", None),
        ("Stimulants", "middle"), ("Stimulants", "bulk"), (None, None),
    ] == found.select("drug_class", "tier").rows()  # fmt: skip
    cannabis = found.filter(pl.col("drug_class") == "Cannabis")
    assert cannabis["turnover_share"].to_list() == pytest.approx([20 / 3000, 400 / 3000, 0.86])
    assert cannabis["transaction_share"].to_list() == pytest.approx([1 / 3] * 3)
    assert [5.0, 100.0, 1000.0] == cannabis["largest_grams"].to_list()


def test_value_and_weight_do_not_find_the_same_orders() -> None:
    found = {row["criterion"]: row for row in bulk_by_criterion(SALES).to_dicts()}
    assert {"value": 3, "weight": 2, "either": 4, "both": 1} == {
        name: row["transactions"] for name, row in found.items()
    }
    assert found["weight"]["turnover_eur"] == 2580 + 900
    assert found["both"]["turnover_share"] == pytest.approx(2580 / 11_000)
    assert found["value"]["weighed_share"] == pytest.approx(5 / 7)
    assert bulk_by_criterion(SALES, threshold_eur=999.0).row(0, named=True)["transactions"] == 4
    other = bulk_by_criterion(SALES, tiers={"cocaine": (1.0, 10.0)})
    assert other.row(1, named=True)["transactions"] == 1


def test_order_weights_and_no_sales() -> None:
    assert weight_tiers(SALES).equals(weight_tiers(SALES.sample(fraction=1, shuffle=True, seed=1)))
    nothing = bulk_by_criterion(SALES.clear())
    assert [0.0] * 4 == nothing["transactions"].to_list()
    assert 4 == nothing["turnover_share"].null_count()
    assert weight_tiers(SALES.clear()).schema == weight_tiers(SALES).schema
    halves = bulk_by_criterion(SALES.with_columns(weight=pl.lit(0.5)))
    assert halves["transactions"].to_list() == [1.5, 1.0, 2.0, 0.5]


def test_tiers_ascend() -> None:
    assert all(0 < middle < bulk for middle, bulk in WEIGHT_TIERS.values())


@pytest.mark.parametrize(
    ("title", "grams"),
    [
        ("28g (1oz)", 28.0),
        ("1/8 oz", 3.54),
        ("100x 200mg", 20.0),
        ("7,5g", 7.5),
        ("0.5 kilo", 500.0),
        ("150ug x 25", 0.00375),
        ("3 in 1", None),
    ],
)
def test_weights_are_those_that_titles_state(title: str, grams: float | None) -> None:
    """The worked examples of titles (methods E11), as the parser of titles reads them."""
    quantity = parse_quantity(title)
    found = None if quantity is None else quantity.total_grams
    assert (None if found is None else float(found)) == (None if grams is None else pytest.approx(grams, rel=2e-3))
