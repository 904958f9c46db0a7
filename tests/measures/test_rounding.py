"""Steps of rounded counters."""

from __future__ import annotations

import random

import polars as pl

from cryptodrug_scraper.measures.ratings.rounding import rounding_steps, with_bounds


def steps(*values: int | None) -> dict[int, int]:
    return dict(rounding_steps(pl.Series(values, dtype=pl.Int64)).iter_rows())


def test_few_values_keep_two_leading_digits() -> None:
    assert steps(330, 680, 5800) == {330: 10, 680: 10, 5800: 100}
    assert steps(3750) == {3750: 50}


def test_many_values_tell_steps_that_grow() -> None:
    true = {value: 1 if value < 10 else 10 if value < 1000 else 50 for value in range(12_000)}
    printed = sorted({value - value % step for value, step in true.items()})
    some = random.Random(7).sample(printed, 150)
    assert steps(*some) == {value: true[value] for value in sorted(some)}


def test_the_last_values_have_the_step_of_those_before() -> None:
    found = steps(*range(1000, 2000, 50), 10_000)
    assert found[10_000] == found[1950] == 50


def test_a_step_is_never_above_its_value() -> None:
    found = steps(0, *range(10, 200, 10))
    assert found[0] == 1
    assert {step for value, step in found.items() if value} == {10}


def test_bounds_hold_what_the_counter_may_stand_for() -> None:
    frame = pl.DataFrame(
        {"sales": [330, 680, 5800, 331, 7, None], "exact": [False, False, False, True, None, False]},
    )
    bounds = with_bounds(frame, "sales", "exact")
    assert bounds["count_low"].to_list() == [330, 680, 5800, 331, 7, None]
    assert bounds["count_high"].to_list() == [339, 689, 5899, 331, 7, None]
    assert bounds["count_middle"].to_list() == [334.5, 684.5, 5849.5, 331.0, 7.0, None]


def test_a_counter_without_a_mark_is_as_printed_and_order_does_not_matter() -> None:
    frame = pl.DataFrame({"sales": [5800, 330]})
    assert with_bounds(frame, "sales")["count_high"].to_list() == [5800, 330]
    assert rounding_steps(pl.Series([680, 330, 330])).equals(rounding_steps(pl.Series([330, 680])))


def test_nothing_has_no_step() -> None:
    assert rounding_steps(pl.Series([], dtype=pl.Int64)).schema == {"value": pl.Int64, "step": pl.Int64}
    empty = pl.DataFrame(schema={"sales": pl.Int64, "exact": pl.Boolean})
    assert with_bounds(empty, "sales", "exact").columns == ["sales", "exact", "count_low", "count_high", "count_middle"]


def test_the_odd_counter_of_one_vendor_does_not_make_all_others_exact() -> None:
    true = {value: 1 if value < 10 else 10 if value < 1000 else 50 for value in range(12_000)}
    printed = sorted({value - value % step for value, step in true.items()})
    some = sorted(random.Random(7).sample(printed, 150))
    vendors = [f"vendor {number}" for number in range(len(some))]
    found = rounding_steps(pl.Series([*some, 99_999_999, 10_007]), pl.Series([*vendors, "odd", "odd"]))
    steps_of = dict(found.iter_rows())
    assert {value: steps_of[value] for value in some} == {value: true[value] for value in some}
    frame = pl.DataFrame(
        {"vendor": [*vendors, "odd"], "sales": [*some, 99_999_999], "exact": [False] * (len(some) + 1)}
    )
    row = with_bounds(frame, "sales", "exact").filter(pl.col("sales") == 5000)
    assert (row["count_high"] == 5049).all()


def test_odd_counters_of_two_vendors_are_what_a_market_prints() -> None:
    rounded = list(range(100, 1000, 10))
    values, vendors = pl.Series([*rounded, 1003, 1009]), pl.Series([*map(str, rounded), "odd", "odder"])
    assert set(rounding_steps(values, vendors).filter(pl.col("value") < 1000)["step"]) == {1}


def test_many_odd_counters_of_one_vendor_leave_few_others_their_leading_digits() -> None:
    odd = [307, 407, 507, 707, 807]
    values = [*range(10, 100, 10), 470, *odd]
    vendors = [*(f"v{number}" for number in range(10)), *["odd"] * len(odd)]
    found = dict(rounding_steps(pl.Series(values), pl.Series(vendors)).iter_rows())
    alone = dict(rounding_steps(pl.Series(values[:10]), pl.Series(vendors[:10])).iter_rows())
    assert {value: found[value] for value in alone} == alone
    assert alone[470] == 10


def test_the_largest_counts_of_one_vendor_are_as_coarse_as_they_show() -> None:
    below = list(range(100, 1000, 10))
    large = list(range(1000, 1300, 50))
    vendors = [*map(str, below), *["large"] * len(large)]
    found = dict(rounding_steps(pl.Series([*below, *large]), pl.Series(vendors)).iter_rows())
    assert {found[value] for value in large} == {50}
    assert {found[value] for value in below} == {10}
    few = dict(
        rounding_steps(pl.Series([*below, 1000, 1050]), pl.Series([*map(str, below), "large", "large"])).iter_rows()
    )
    assert few[1000] == 10
    odd = dict(rounding_steps(pl.Series([*below, *large, 1003]), pl.Series([*vendors, "large"])).iter_rows())
    assert odd[1000] == 10
    assert odd[1250] == 50
