from __future__ import annotations

import polars as pl
import pytest

from cryptodrug_scraper.measures.order_ratios import order_ratios, with_ratio

SALE = {
    "price_source": pl.String(),
    "price_flag": pl.String(),
    "listing_id": pl.String(),
    "is_tiered": pl.Boolean(),
    "asked_eur": pl.Float64(),
    "amount_eur": pl.Float64(),
}


def sales(*rows: tuple[str, str, str | None, bool, float | None, float]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SALE, orient="row")


KNOWN = sales(
    *[("printed", "ok", "a", False, 15.0, 15.0)] * 30,
    *[("printed", "ok", "a", False, 15.0, 45.0)] * 10,
    *[("printed", "ok", "t", True, 8.0, 64.0)] * 30,
    *[("printed", "ok", None, False, 15.0, 9000.0)] * 30,
    *[("listing_before", "ok", "a", False, 15.0, 9000.0)] * 30,
    *[("printed", "ok", "a", False, None, 9000.0)] * 30,
)


def test_a_ratio_is_one_of_sums_by_cell() -> None:
    found = order_ratios(KNOWN)
    assert found.rows() == [
        (False, 1, pytest.approx(1.5), 40),
        (False, None, pytest.approx(1.5), 40),
        (True, 0, pytest.approx(8.0), 30),
        (True, None, pytest.approx(8.0), 30),
        (None, None, pytest.approx((600 * 1.5 + 240 * 8) / 840), 70),
    ]


def test_a_row_takes_its_cell_or_its_kind_or_all() -> None:
    rows = pl.DataFrame({"is_tiered": [False, False, True, True], "asked_eur": [12.0, 700.0, 700.0, None]})
    assert with_ratio(rows, order_ratios(KNOWN))["order_ratio"].to_list() == pytest.approx([1.5, 1.5, 8.0, 8.0])
    only_plain = order_ratios(KNOWN.filter(~pl.col("is_tiered")))
    assert with_ratio(rows, only_plain)["order_ratio"].to_list() == pytest.approx([1.5] * 4)


def test_without_printed_amounts_one_unit_is_assumed() -> None:
    none = order_ratios(sales())
    assert none.is_empty()
    rows = pl.DataFrame({"is_tiered": [True], "asked_eur": [12.0]})
    assert with_ratio(rows, none)["order_ratio"].to_list() == [1.0]
    assert order_ratios(KNOWN.head(29)).is_empty()
