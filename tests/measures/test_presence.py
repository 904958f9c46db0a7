from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cryptodrug_scraper.measures.looks.presence import (
    censored_until,
    listing_sightings,
    presence,
    presence_on,
    vendor_sightings,
)
from tests.measures.snapshot_frames import day_of, frame, histories, snapshots


def states(rows: pl.DataFrame) -> dict[str, list[str]]:
    words = rows.with_columns(pl.concat_str("snapshot_id", pl.lit(" "), "presence"))
    return {
        key[0]: group.get_column("snapshot_id").to_list() for key, group in words.group_by("id", maintain_order=True)
    }


def test_what_was_seen_before_and_after_was_there_and_nothing_outside() -> None:
    found = presence(histories(("0100110", 1), ("1000000", 1)), snapshots(7))
    assert states(found) == {
        "0100110-0": ["s2 seen", "s3 between", "s4 between", "s5 seen", "s6 seen"],
        "1000000-0": ["s1 seen"],
    }


def test_the_sightings_on_both_sides_are_named() -> None:
    found = presence(histories(("10011", 1)), snapshots(5))
    assert found.select("presence", "previous_snapshot_id", "next_snapshot_id").rows() == [
        ("seen", None, "s4"),
        ("between", "s1", "s4"),
        ("between", "s1", "s4"),
        ("seen", "s1", "s5"),
        ("seen", "s4", None),
    ]


def test_snapshots_are_in_order_of_time_not_of_name() -> None:
    looks = snapshots(3).with_columns(pl.Series("snapshot_id", ["z", "m", "a"]))
    seen = pl.DataFrame({"snapshot_id": ["z", "a"], "id": ["Žluťoučký", "Žluťoučký"]})
    assert states(presence(seen, looks)) == {"Žluťoučký": ["z seen", "m between", "a seen"]}


def test_repeats_and_the_order_of_rows_change_nothing() -> None:
    rows = histories(("10101", 3), ("01010", 2))
    looks = snapshots(5)
    again = pl.concat([rows, rows]).sample(fraction=1, shuffle=True, seed=5)
    assert_frame_equal(presence(rows, looks), presence(again, looks.reverse()))


def test_no_sightings_are_no_presence() -> None:
    found = presence(histories(), snapshots(2))
    assert found.schema == dict.fromkeys(found.columns, pl.Utf8)
    assert found.columns == ["snapshot_id", "id", "presence", "previous_snapshot_id", "next_snapshot_id"]
    assert not found.height


def test_sightings_come_from_cards_and_pages_and_leave_out_what_has_no_name() -> None:
    listings = frame(
        "listings",
        {"snapshot_id": "s1", "listing_id": "7", "vendor": "møller", "seen_on": "card"},
        {"snapshot_id": "s1", "listing_id": "7", "vendor": None, "seen_on": "page"},
        {"snapshot_id": "s2", "listing_id": None, "vendor": "møller"},
    )
    vendors = pl.DataFrame({"snapshot_id": ["s1", "s1"], "vendor": ["çelik", None]})
    assert listing_sightings(listings).rows() == [("s1", "7")]
    assert vendor_sightings(vendors, listings).rows() == [("s1", "møller"), ("s1", "çelik"), ("s2", "møller")]


def on(day: date, *found: str, last_day: date | None = None, looks: pl.DataFrame | None = None) -> dict[str, str]:
    sightings = histories(*((history, 1) for history in found))
    rows = presence_on(sightings, snapshots(len(found[0])) if looks is None else looks, day, last_day=last_day)
    return dict(rows.select(pl.col("id").str.strip_suffix("-0"), "presence").iter_rows())


def test_on_the_day_of_a_snapshot() -> None:
    assert on(day_of(2), "111", "101", "100", "001", "010") == {"111": "seen", "101": "between", "010": "seen"}


def test_between_two_snapshots_only_what_both_sides_show_was_there() -> None:
    assert on(day_of(2) + timedelta(days=3), "011", "101", "010", "110") == {"011": "between", "101": "between"}


@pytest.mark.parametrize(("days", "expected"), [(1, {"11": "censored"}), (7, {"11": "censored"}), (8, {})])
def test_after_the_last_snapshot_what_it_shows_is_thought_live_until_the_next_was_due(
    days: int, expected: dict[str, str]
) -> None:
    assert on(day_of(2) + timedelta(days=days), "11", "10") == expected


def test_the_sightings_beside_a_day_are_named() -> None:
    rows = presence_on(histories(("1011", 1)), snapshots(4), day_of(2))
    assert rows.rows() == [("1011-0", "between", "s1", "s3")]
    rows = presence_on(histories(("11", 1)), snapshots(2), day_of(2) + timedelta(days=1))
    assert rows.rows() == [("11-0", "censored", "s2", None)]


def test_after_the_last_possible_day_nothing_is_live() -> None:
    end = day_of(2) + timedelta(days=2)
    assert on(end, "11", last_day=end) == {"11": "censored"}
    assert on(end + timedelta(days=1), "11", last_day=end) == {}
    assert on(day_of(2), "11", last_day=day_of(2) - timedelta(days=1)) == {}


def test_partial_snapshots_end_no_wait_and_a_single_one_knows_no_interval() -> None:
    looks = snapshots(3).with_columns(
        pl.when(pl.col("snapshot_id") == "s3").then(0.3).otherwise("listing_completeness").alias("listing_completeness")
    )
    assert censored_until(looks).rows() == [("s2", day_of(3))]
    assert censored_until(snapshots(1)).rows() == []
    assert censored_until(snapshots(0)).rows() == []
    assert censored_until(snapshots(3, grade="partial", share=None)).rows() == []


def test_a_market_that_ended_before_its_last_snapshot_did_has_nothing_to_wait_for() -> None:
    assert censored_until(snapshots(2), last_day=day_of(2)).rows() == []
