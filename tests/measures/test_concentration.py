"""Concentration of trade."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.measures.estimators.concentration import concentration

FEBRUARY, MARCH = date(2019, 2, 1), date(2019, 3, 1)
SCHEMA = {"vendor": pl.String, "month": pl.Date, "transactions": pl.Float64, "turnover_eur": pl.Float64}


def months(*values: float | None, month: date = MARCH) -> pl.DataFrame:
    rows = [
        (f"Vendör {place}", month, value, None if value is None else value * 10) for place, value in enumerate(values)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def test_four_vendors_with_one_to_four_sales() -> None:
    found = concentration(months(3, 1, 4, 2))
    assert ["transactions", "turnover_eur"] == found["measure"].to_list()
    row = found.row(0, named=True)
    assert (MARCH, 4, 10.0) == (row["month"], row["vendor_count"], row["total"])
    assert row["gini"] == pytest.approx(0.25)
    assert row["hhi"] == pytest.approx(0.3)
    assert [0.4] * 3 == [row[f"top_{percent}_share"] for percent in (1, 5, 10)]
    assert found["gini"].to_list() == pytest.approx([0.25, 0.25])


def test_shares_of_the_largest_are_of_whole_vendors_rounded_up() -> None:
    row = concentration(months(*range(1, 41))).row(0, named=True)
    assert row["top_1_share"] == pytest.approx(40 / 820)
    assert row["top_5_share"] == pytest.approx(79 / 820)
    assert row["top_10_share"] == pytest.approx((40 + 39 + 38 + 37) / 820)
    assert concentration(months(1, 9), top_percent=(50,)).columns[4] == "top_50_share"


def test_equal_vendors_and_a_lone_one() -> None:
    equal = concentration(months(5, 5, 5, 5)).row(0, named=True)
    assert (equal["gini"], equal["hhi"]) == pytest.approx((0.0, 0.25))
    lone = concentration(months(7, 0, None)).row(0, named=True)
    assert (1, 1.0) == (lone["vendor_count"], lone["hhi"])
    assert lone["gini"] == pytest.approx(0.0)


def test_months_are_apart_and_one_without_sales_has_no_row() -> None:
    both = pl.concat([months(1, 3), months(2, 2, 2, month=FEBRUARY), months(0, None, month=date(2019, 1, 1))])
    found = concentration(both, measures=("transactions",))
    assert [(FEBRUARY, 3), (MARCH, 2)] == found.select("month", "vendor_count").rows()
    assert found.equals(concentration(both.sample(fraction=1, shuffle=True, seed=2), measures=("transactions",)))


def test_no_rows_give_none() -> None:
    found = concentration(months().clear())
    assert found.is_empty()
    assert found.schema == concentration(months(1, 2)).schema


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=60))
def test_indices_keep_their_bounds(values: list[int]) -> None:
    row = concentration(months(*map(float, values))).row(0, named=True)
    n = len(values)
    assert -1e-9 <= row["gini"] <= 1 - 1 / n + 1e-9
    assert 1 / n - 1e-9 <= row["hhi"] <= 1 + 1e-9
    assert row["top_1_share"] <= row["top_5_share"] <= row["top_10_share"] <= 1 + 1e-9
    pairs = sum(abs(one - other) for one in values for other in values) / (2 * n * sum(values))
    assert row["gini"] == pytest.approx(pairs, abs=1e-9)
