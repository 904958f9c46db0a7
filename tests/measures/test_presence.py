from __future__ import annotations

import polars as pl
from polars.testing import assert_frame_equal

from cryptodrug_scraper.measures.looks.presence import listing_sightings, presence, vendor_sightings
from tests.measures.snapshot_frames import frame, histories, snapshots


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
