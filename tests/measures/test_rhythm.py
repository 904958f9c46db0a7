"""Imported captures are cut into crawls by what they show and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cryptodrug_scraper.measures.looks.snapshots import snapshots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DAY = datetime(2019, 1, 7, tzinfo=UTC)
Capture = tuple[float, str]
"""Days after the first one, and the address."""


def urls(count: int, first: int = 0) -> list[str]:
    return [f"listing/{n}" for n in range(first, first + count)]


def of_day(day: float, shown: Iterable[str]) -> list[Capture]:
    return [(day, url) for url in shown]


def joined(crawls: Iterable[list[Capture]]) -> list[Capture]:
    return [capture for crawl in crawls for capture in crawl]


def looks(captures: Sequence[Capture], *, kind: str = "listing", gap: timedelta | None = None) -> pl.DataFrame:
    pages = pl.DataFrame(
        {
            "captured_at": [DAY + timedelta(days=day) for day, _ in captures],
            "url_key": [url for _, url in captures],
            "kind": [kind] * len(captures),
            "is_wall": [False] * len(captures),
            "crawl_id": [None] * len(captures),
        },
        schema={
            "captured_at": pl.Datetime("us", "UTC"),
            "url_key": pl.Utf8,
            "kind": pl.Utf8,
            "is_wall": pl.Boolean,
            "crawl_id": pl.Utf8,
        },
    )
    found, marked = snapshots(pages, "dream", gap=gap)
    assert marked.get_column("snapshot_id").null_count() == 0
    assert found.get_column("capture_count").sum() == len(captures)
    return found


def spans(found: pl.DataFrame) -> list[tuple[float, float]]:
    ends = found.filter(~pl.col("is_stray")).select("first_at", "last_at").rows()
    return [tuple(round((at - DAY) / timedelta(days=1), 3) for at in row) for row in ends]


def test_a_crawl_over_midnight_is_one() -> None:
    crawl = [(0.9 + n / 500, f"listing/{n}") for n in range(100)]
    assert spans(looks(crawl)) == [(0.9, 1.098)]
    by_folder = [(float(int(day)), url) for day, url in crawl]
    assert spans(looks(by_folder)) == [(0, 1)]


@pytest.mark.parametrize("rhythm", [7, 30])
def test_days_of_one_crawl_are_one_and_the_next_crawl_another(rhythm: int) -> None:
    crawls = [of_day(rhythm * k + d, urls(40, 40 * d)) for k in range(5) for d in range(3)]
    assert spans(looks(joined(crawls))) == [(rhythm * k, rhythm * k + 2) for k in range(5)]


def test_a_crawl_that_pauses_longer_than_two_days_is_one_where_crawls_are_a_month_apart() -> None:
    crawls = [of_day(30 * k + d, urls(40, 40 * d)) for k in range(4) for d in (0, 4)]
    assert spans(looks(joined(crawls))) == [(30 * k, 30 * k + 4) for k in range(4)]


@pytest.mark.parametrize("share", [1.0, 0.3])
def test_daily_crawls_are_not_glued(share: float) -> None:
    draw = Random(20190107)
    crawls = [of_day(d, [url for url in urls(200) if draw.random() < share]) for d in range(6)]
    assert spans(looks(joined(crawls))) == [(d, d) for d in range(6)]


def test_daily_crawls_for_two_weeks_each_quarter_are_not_glued() -> None:
    crawls = [of_day(90 * k + d, urls(30)) for k in range(3) for d in range(14)]
    assert len(spans(looks(joined(crawls)))) == 42


def test_front_pages_and_walls_come_again_in_every_part_of_a_crawl() -> None:
    crawl = [capture for d in range(3) for capture in of_day(d, urls(4, 4 * d))]
    again = looks([*crawl, *of_day(0, ["home"]), *of_day(1, ["home"]), *of_day(2, ["home"])])
    assert len(spans(again)) == 3  # an address of a listing would tell
    assert spans(looks(crawl)) == [(0, 2)]


def test_a_pause_that_is_given_decides_alone() -> None:
    daily = joined(of_day(d, urls(30)) for d in range(4))
    assert spans(looks(daily, gap=timedelta(hours=48))) == [(0, 3)]
    apart = of_day(0, urls(10)) + of_day(3, urls(10, 10))
    assert spans(looks(apart, gap=timedelta(days=4))) == [(0, 3)]


def test_old_copies_neither_glue_two_crawls_nor_are_a_look() -> None:
    crawls = [of_day(30 * k, urls(300)) for k in range(4)]
    old = [(30 * k - 1 - (n * 7) % 21, f"listing/{n}") for k in range(4) for n in range(30)]
    found = looks([*joined(crawls), *old])
    assert len(spans(found)) == 4
    assert all(last == 30 * k and last - first <= 1 for k, (first, last) in enumerate(spans(found)))
    strays = found.filter("is_stray")
    assert strays.height == 4  # before the first crawl, and between two
    assert strays.get_column("capture_count").sum() == 80  # a day before a crawl, they may be its beginning


def test_the_last_day_of_a_crawl_may_have_few_pages() -> None:
    found = looks(of_day(0, urls(300)) + of_day(1, urls(300, 300)) + of_day(2, urls(5, 600)))
    assert spans(found) == [(0, 2)]
    assert found.height == 1


def test_a_small_crawl_far_from_others_is_a_look() -> None:
    found = looks(of_day(0, urls(300)) + of_day(30, urls(5)) + of_day(60, urls(300)))
    assert spans(found) == [(0, 0), (30, 30), (60, 60)]


def test_captures_at_one_instant_are_one_and_none_are_none() -> None:
    assert spans(looks(of_day(3.5, urls(50)))) == [(3.5, 3.5)]
    assert looks([]).is_empty()


def test_two_mirrors_of_one_day_are_one_look() -> None:
    assert spans(looks(of_day(0, urls(50)) + of_day(0, urls(50)))) == [(0, 0)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 40)), max_size=60),
    st.booleans(),
    st.randoms(use_true_random=False),
)
@pytest.mark.slow
def test_each_capture_is_in_one_snapshot_whatever_their_order(
    rows: list[tuple[int, int]], one_instant: bool, order: Random
) -> None:
    captures = [(0.25 if one_instant else float(day), f"listing/{n}") for day, n in rows]
    found = looks(captures)
    shuffled = list(captures)
    order.shuffle(shuffled)
    assert looks(shuffled).equals(found)
    if one_instant and captures:
        assert found.height == 1
    crawls = found.filter(~pl.col("is_stray"))
    apart = crawls.get_column("first_at").to_list()[1:], crawls.get_column("last_at").to_list()[:-1]
    assert all(first > last for first, last in zip(*apart, strict=True))
