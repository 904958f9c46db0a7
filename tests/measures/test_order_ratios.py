from __future__ import annotations

import polars as pl
import pytest

from cryptodrug_scraper.measures.money.order_ratios import order_ratios, with_ratio

SALE = {
    "vendor": pl.String(),
    "price_source": pl.String(),
    "price_flag": pl.String(),
    "listing_id": pl.String(),
    "is_tiered": pl.Boolean(),
    "asked_eur": pl.Float64(),
    "amount_eur": pl.Float64(),
}


def sales(*rows: tuple[str, str, str | None, bool, float | None, float]) -> pl.DataFrame:
    """Sales of ten vendors in turn."""
    named = [(f"vendor {number % 10}", *row) for number, row in enumerate(rows)]
    return pl.DataFrame(named, schema=SALE, orient="row")


KNOWN = sales(
    *[("printed", "ok", "a", False, 15.0, 15.0)] * 30,
    *[("printed", "ok", "a", False, 15.0, 45.0)] * 10,
    *[("printed", "ok", "t", True, 8.0, 64.0)] * 30,
    *[("printed", "ok", None, False, 15.0, 9000.0)] * 30,
    *[("listing_before", "ok", "a", False, 15.0, 9000.0)] * 30,
    *[("printed", "ok", "a", False, None, 9000.0)] * 30,
)


def test_a_ratio_is_one_of_sums_by_cell_and_its_steps_are_those_that_were_met() -> None:
    found = order_ratios(KNOWN)
    assert found.filter(pl.col("band").is_null()).drop("steps", "alike", "shared").rows() == [
        (False, None, pytest.approx(1.5), 40),
        (True, None, pytest.approx(8.0), 30),
        (None, None, pytest.approx((600 * 1.5 + 240 * 8) / 840), 70),
    ]
    cells = {(is_tiered, band): steps for is_tiered, band, _, steps, *_ in found.iter_rows()}
    assert cells[False, 1] == pytest.approx([1.0] * 15 + [3.0] * 5)
    assert cells[True, 0] == pytest.approx([8.0] * 20)


def test_a_cell_of_few_vendors_takes_in_the_prices_next_to_it() -> None:
    def of(vendors: int, asked: float, ratio: float) -> list[tuple[str, str, str, str, bool, float, float]]:
        return [(f"{v} of {vendors}", "printed", "ok", "a", True, asked, ratio * asked) for v in range(vendors)] * 10

    rows = [*of(3, 8.0, 10.0), *of(7, 16.0, 6.0), *of(12, 300.0, 2.0)]
    found = order_ratios(pl.DataFrame(rows, schema=SALE, orient="row"))
    cells = {band: (ratio, count) for _, band, ratio, _, count, *_ in found.drop_nulls().iter_rows()}
    assert cells[0] == cells[1] == (pytest.approx((24 * 10 + 112 * 6) / 136, rel=0.15), 100)
    assert cells[4] == cells[5] == cells[6] == (pytest.approx(2.0), 120)
    assert 2 < cells[3][0] < 3


def test_the_few_orders_of_small_vendors_decide_on_no_cell() -> None:
    orders = {"a": (200, 1.5), "b": (50, 1.5)} | dict.fromkeys("cdefghij", (2, 6.0))
    rows = [
        (vendor, "printed", "ok", "x", False, 15.0, 15.0 * ratio)
        for vendor, (count, ratio) in orders.items()
        for _ in range(count)
    ]
    found = order_ratios(pl.DataFrame(rows, schema=SALE, orient="row"))
    (ratio,) = found.filter(pl.col("band") == 1)["ratio"]
    assert 1.5 < ratio < 3.0


def test_rates_and_rounding_do_not_hide_whole_units() -> None:
    rows = [("printed", "ok", "a", False, 15.0, 15.0 * ratio) for ratio in (0.98, 1.02, 2.05, 2.5) * 10]
    assert sorted(set(order_ratios(sales(*rows))["steps"][0])) == pytest.approx([1.0, 2.0, 2.5], rel=0.02)
    assert order_ratios(sales(*rows))["steps"][0].to_list().count(1.0) == 10


def test_each_ratio_comes_as_often_as_it_was_met_among_few_rows_that_follow_one_another() -> None:
    rows = pl.DataFrame({"is_tiered": False, "asked_eur": 15.0, "vendor": [f"Ä{n // 20:02}" for n in range(800)]})
    found = with_ratio(rows.with_row_index("review"), order_ratios(KNOWN), ("vendor", "review"))
    large = found.group_by("vendor").agg((pl.col("order_ratio") == 3).sum().alias("large"))["large"]
    assert large.min() == 4
    assert large.max() == 6
    assert found["order_ratio"].mean() == pytest.approx(1.5, abs=0.01)
    again = with_ratio(rows.with_row_index("review").reverse(), order_ratios(KNOWN), ("vendor", "review"))
    assert again.sort("review").equals(found.sort("review"))


def test_a_row_takes_its_cell_or_its_kind_or_all() -> None:
    rows = pl.DataFrame({"is_tiered": [False, False, True, True], "asked_eur": [12.0, 700.0, 700.0, None]})
    assert with_ratio(rows, order_ratios(KNOWN), ["asked_eur"])["mean_ratio"].to_list() == pytest.approx(
        [1.5, 1.5, 8.0, 8.0]
    )
    only_plain = order_ratios(KNOWN.filter(~pl.col("is_tiered")))
    assert with_ratio(rows, only_plain, ["asked_eur"])["mean_ratio"].to_list() == pytest.approx([1.5] * 4)


def test_without_printed_amounts_one_unit_is_assumed() -> None:
    none = order_ratios(sales())
    assert none.is_empty()
    rows = pl.DataFrame({"is_tiered": [True], "asked_eur": [12.0]})
    assert with_ratio(rows, none, ["asked_eur"])["order_ratio"].to_list() == [1.0]
    assert order_ratios(KNOWN.head(29)).is_empty()


@pytest.mark.parametrize("ratio", [1e-6, 3.0, 900.0, 1e9])
def test_the_many_orders_of_one_vendor_do_not_decide(ratio: float) -> None:
    worst = pl.DataFrame(
        [("worst", "printed", "ok", "w", False, 15.0, 15.0 * ratio)] * 5000, schema=KNOWN.schema, orient="row"
    )
    honest, worse = order_ratios(KNOWN), order_ratios(pl.concat([KNOWN, worst]))
    both = honest.join(worse, on=["is_tiered", "band"], suffix="_now", nulls_equal=True)
    assert both.height == honest.height
    assert (both["ratio_now"] / both["ratio"]).is_between(0.7, 1.4).all()
    assert both["steps_now"].list.max().max() <= max(3.0, both["steps"].list.max().max()) * 1.5  # type: ignore[operator, type-var]


def test_a_cell_needs_several_vendors() -> None:
    alone = KNOWN.with_columns(vendor=pl.when("is_tiered").then(pl.lit("only")).otherwise("vendor"))
    assert set(order_ratios(alone)["is_tiered"]) == {False, None}
