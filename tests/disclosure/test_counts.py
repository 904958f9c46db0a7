from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import polars as pl
import pytest
from sqlalchemy import text

from cryptodrug_scraper.disclosure.counts import (
    here_of,
    rounded_count,
    rounded_ends,
    rounded_ratio,
    rounded_to,
    rounded_whole,
    whole_moved,
    wilson,
    wilson_of,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine


def test_accounts_are_rounded_to_the_nearest_five_and_few_are_none_to_be_told() -> None:
    frame = pl.DataFrame({"a": [None, *range(14)], "b": 15 * ["x"]})
    assert rounded_to(frame, "a", "absent")["a"].to_list() == [None, 0, *4 * [None], 5, 5, 5, 10, 10, 10, 10, 10, 15]
    assert [rounded_count(number) for number in (0, 5, 7, 8, 112, 113)] == [0, 5, 5, 10, 110, 115]


def test_no_difference_of_two_rounded_numbers_is_one_to_four() -> None:
    told = {rounded_count(all_of) - rounded_count(part) for all_of in range(5, 60) for part in range(5, all_of)}
    assert not told & {1, 2, 3, 4, -1, -2, -3, -4}


def whole(total: int | None, *parts: int | None) -> float | None:
    names = [f"p{number}" for number in range(len(parts))]
    frame = pl.DataFrame({"total": [total], **dict(zip(names, ([part] for part in parts), strict=True))})
    frame = rounded_to(frame.cast(dict.fromkeys(frame.columns, pl.Int64)), *names)
    found: float | None = frame.select(rounded_whole("total", *names)).item()
    return found


def test_a_whole_is_that_of_its_parts_as_they_are_published() -> None:
    assert whole(12 + 7 + 3, 12, 7, 3) == 15  # 10 and 5, and two for the one that is hidden
    assert whole(12 + 7, 12, 7, 0) == 15
    assert whole(3, 3, 0) is None
    assert whole(0, 0, 0) == 0
    assert whole(None, 6) is None


@pytest.mark.parametrize("count", [1, 2, 3, 4, pytest.param(5, marks=pytest.mark.slow)])
def test_a_whole_of_hidden_parts_leaves_room_for_each_of_them_to_be_none(count: int) -> None:
    for parts in itertools.product(range(1, 5), repeat=count):
        shown = whole(sum(parts), *parts)
        assert shown is None or shown - 2 <= 4 * (count - 1)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_how_far_a_whole_may_be_from_what_it_was_is_known(count: int) -> None:
    names = [f"p{number}" for number in range(count)]
    rows = [row for row in itertools.product((0, 2, 4, 5, 7, 8, 12), repeat=count) if sum(row) > 4]
    frame = pl.DataFrame(rows, names, orient="row").with_columns(pl.sum_horizontal(names).alias("exact"))
    shown = (
        rounded_to(frame, *names)
        .with_columns(pl.col("exact").alias("whole"))
        .with_columns(rounded_whole("whole", *names))
    )
    far = shown.select((pl.col("whole") - pl.col("exact")).abs() <= whole_moved("whole", *names)).to_series()
    assert far.all()


def test_the_interval_of_a_published_share_holds_every_pair_that_is_rounded_to_it() -> None:
    pairs = pl.DataFrame([(k, n) for n in range(5, 62) for k in range(5, n + 1)], ("k", "n"), orient="row")
    ends = ("share", "low", "high")
    exact = pl.DataFrame([wilson(k, n) for k, n in pairs.rows()], ends, orient="row")
    shown = wilson_of(rounded_to(pairs, "k", "n"), "k", "n", ends)
    assert (shown["low"] <= exact["low"] + 1e-12).all()
    assert (shown["high"] >= exact["high"] - 1e-12).all()
    assert (shown["share"] <= 1).all()


@pytest.mark.parametrize("reached", [1.0, 0.85, 0.2])
def test_what_happened_here_is_in_the_interval_of_every_pair_that_is_rounded_to_it(reached: float) -> None:
    ends = ("share", "low", "high")
    pairs = pl.DataFrame(
        [(k, n, reached) for n in range(5, 62) for k in range(5, n + 1)], ("k", "n", "r"), orient="row"
    )
    shown = here_of(rounded_to(pairs, "k", "n"), "k", "n", "r", ends)
    share = pairs["k"] / pairs["n"]
    assert (shown["low"] <= share + 1e-12).all()
    assert (shown["high"] >= share - 1e-12).all()
    seen = here_of(pl.DataFrame({"k": [15], "n": [15], "r": [reached]}), "k", "n", "r", ends).row(0, named=True)
    assert seen["low"] <= 13 / 17  # 13 of 17 is published as 15 of 15


def test_an_interval_of_accounts_holds_what_rounding_moves() -> None:
    assert rounded_ends(15, 16) == (13, 17)
    assert all(
        rounded_ends(low, high)[0] <= low <= high <= rounded_ends(low, high)[1]
        for low, high in itertools.combinations([number / 4 for number in range(80)], 2)
    )


def test_quotients_and_ends_are_of_rounded_numbers_alone() -> None:
    frame = pl.DataFrame(
        {"a": [9, 11, 3], "b": [8, 12, 20], "q": [9 / 8, 11 / 12, 0.15], "l": [0.5, 0.6, 0.1], "h": [2.4, 1.9, 0.3]}
    )
    rows = rounded_ratio(frame, "a", "b", "q", ("l", "h")).select("q", "l", "h").rows()
    assert rows[0] == rows[1] == pytest.approx((1.0, 3 / 12, 23 / 8))  # 5 and 20 over 10, each with what is moved
    assert rows[2][0] is None


@pytest.mark.parametrize(("value", "total"), [(0, 10), (5, 10), (10, 10), (15, 235)])
def test_shares_of_published_numbers_have_the_interval_of_the_views_and_what_rounding_moves(
    scratch: Engine, value: int, total: int
) -> None:
    with scratch.connect() as connection:
        stated = connection.execute(text("SELECT * FROM research.wilson(:k, :n)"), {"k": value, "n": total}).one()
    assert wilson(value, total) == pytest.approx(tuple(stated))
    frame = pl.DataFrame({"k": [value, None, value], "n": [total, total, 0]})
    rows = wilson_of(frame, "k", "n", ("share", "low", "high")).select("share", "low", "high").rows()
    share, low, high = stated
    least, most = wilson(max(5, value - 2) if value else 0, total + 2), wilson(min(value + 2, total - 2), total - 2)
    assert rows[0] == pytest.approx((share, least[1], most[2] if value else wilson(0, total - 2)[2]))
    assert rows[0][1] <= low <= high <= rows[0][2]
    assert rows[1:] == [(None, None, None)] * 2
