from __future__ import annotations

from datetime import timedelta

import polars as pl
from polars.testing import assert_frame_equal

from cryptodrug_scraper.measures.looks.snapshots import snapshots
from tests.measures.snapshot_frames import START, frame


def captures(*rows: tuple[float, str | None]) -> pl.DataFrame:
    """Captures some hours after the start, of a crawl or of none."""
    return frame(
        "pages",
        *(
            {"page": number, "captured_at": START + timedelta(hours=hours), "crawl_id": crawl}
            for number, (hours, crawl) in enumerate(rows, start=1)
        ),
    ).drop("snapshot_id")


def test_imported_captures_fall_into_runs_without_a_longer_pause() -> None:
    looks, pages = snapshots(captures((0, None), (48, None), (96.5, None)), "dream")
    assert looks.get_column("snapshot_id").to_list() == ["dream-20190103T090000Z", "dream-20190107T093000Z"]
    assert looks.get_column("capture_count").to_list() == [2, 1]
    assert looks.get_column("last_at").to_list() == [START + timedelta(hours=48), START + timedelta(hours=96.5)]
    assert pages.get_column("snapshot_id").to_list() == [looks.item(0, 0), looks.item(0, 0), looks.item(1, 0)]


def test_the_pause_is_a_parameter() -> None:
    looks, _ = snapshots(captures((0, None), (30, None)), "dream", gap=timedelta(hours=24))
    assert looks.height == 2


def test_each_crawl_is_one_snapshot_however_long_it_pauses_and_whatever_was_imported_meanwhile() -> None:
    looks, _ = snapshots(captures((1, "a"), (200, "a"), (2, "b"), (100, None)), "empire")
    assert looks.select("crawl_id", "capture_count").rows() == [("a", 2), ("b", 1), (None, 1)]


def test_captures_of_crawls_do_not_bridge_a_pause_of_imported_ones() -> None:
    looks, _ = snapshots(captures((0, None), (40, "a"), (80, None)), "empire")
    assert looks.filter(pl.col("crawl_id").is_null()).height == 2


def test_snapshots_that_begin_in_one_second_differ() -> None:
    looks, pages = snapshots(captures((0, "b"), (0, "a"), (0, None)), "dream")
    stem = "dream-20190103T090000Z"
    assert looks.select("snapshot_id", "crawl_id").rows() == [(stem, None), (f"{stem}-2", "a"), (f"{stem}-3", "b")]
    assert pages.get_column("snapshot_id").to_list() == [f"{stem}-3", f"{stem}-2", stem]


def test_the_order_of_captures_changes_nothing() -> None:
    rows = captures((0, None), (3, "a"), (60, None), (200, None), (3, "b"))
    looks, pages = snapshots(rows, "dream")
    again, shuffled = snapshots(rows.sample(fraction=1, shuffle=True, seed=7), "dream")
    assert_frame_equal(looks, again)
    assert_frame_equal(pages, shuffled.sort("page"))


def test_no_captures_are_no_snapshots() -> None:
    looks, pages = snapshots(captures(), "dream")
    assert (looks.height, pages.height) == (0, 0)
    assert looks.columns == ["snapshot_id", "market", "first_at", "last_at", "crawl_id", "capture_count", "is_stray"]
    assert pages.schema["snapshot_id"] == pl.Utf8
