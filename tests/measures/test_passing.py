from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.looks.passing import passing

FIRST = datetime(2019, 2, 1, 9, tzinfo=UTC)


def looks(*lengths: float, every: float = 720) -> pl.DataFrame:
    """Snapshots that take so many hours."""
    rows = [
        (f"s{n}", FIRST + timedelta(hours=every * n), FIRST + timedelta(hours=every * n + length))
        for n, length in enumerate(lengths)
    ]
    return pl.DataFrame(rows, schema=["snapshot_id", "first_at", "last_at"], orient="row")


def live(*shown: range) -> pl.DataFrame:
    rows = [(f"s{n}", f"é{number}") for n, numbers in enumerate(shown) for number in numbers]
    return pl.DataFrame(rows, schema={"snapshot_id": pl.String, "listing_id": pl.String}, orient="row")


def test_a_few_may_have_come_or_gone_in_six_hours() -> None:
    found = passing(live(range(100), range(28, 120)), looks(6, 6), "listing_id")
    assert found.rows() == [("s0", 1.0), ("s1", 1.0)]


def test_more_in_a_longer_snapshot_and_none_in_a_moment() -> None:
    found = passing(live(range(100), range(28, 120), range(30, 121)), looks(72, 0, 72), "listing_id")
    assert found["passing_high"].to_list() == [6.0, 0.0, 1.0]  # 2.4, 0 and 0.15 are expected


@pytest.mark.parametrize("shown", [(), (range(3),)])
def test_a_snapshot_alone_tells_no_rate(shown: tuple[range, ...]) -> None:
    assert passing(live(*shown), looks(6), "listing_id").is_empty()


def test_a_snapshot_that_shows_nothing_does_not_say_that_all_went() -> None:
    shown = live(range(10), range(0), range(10))
    assert passing(shown, looks(6, 6, 6), "listing_id").rows() == [("s0", 0.0), ("s2", 0.0)]


def test_the_order_of_rows_and_repeats_change_nothing() -> None:
    rows, times = live(range(100), range(28, 120)), looks(6, 30)
    again = pl.concat([rows, rows]).sample(fraction=1, shuffle=True, seed=3)
    assert passing(again, times.reverse(), "listing_id").equals(passing(rows, times, "listing_id"))


@pytest.mark.parametrize("apart", [0, 1e-9, 1 / 3600])
def test_snapshots_that_begin_at_one_instant_or_nearly_tell_no_flood(apart: float) -> None:
    found = passing(live(range(100), range(28, 120), range(100)), looks(6, 6, 6, every=apart), "listing_id")
    assert all(high <= 60 for _, high in found.rows()), "no more than changed, by chance of Poisson"
    assert (apart > 0) == (found.height > 0)
