from __future__ import annotations

from dataclasses import astuple

import polars as pl

from cryptodrug_scraper.measures.estimators.encounters import encounters
from tests.measures.snapshot_frames import PIKE, histories

JOLLY = (("111", 50), ("110", 20), ("101", 10), ("011", 15), ("100", 20), ("010", 10), ("001", 12))


def test_the_pike_data() -> None:
    met = encounters(histories(*PIKE), ["s1", "s2", "s3", "s4"])
    assert met.caught == [27, 18, 14, 9]
    assert met.recaught == [0, 3, 4, 4]
    assert met.known == [0, 27, 42, 52]
    assert (met.ever[-1], met.once[-1], met.twice[-1]) == (57, 46, 11)


def test_the_counts_of_jolly_seber() -> None:
    met = encounters(histories(*JOLLY), ["s1", "s2", "s3"])
    assert (met.caught[1], met.recaught[1], met.seen_later[1], met.missed[1]) == (95, 70, 65, 10)


def test_an_absence_over_several_occasions_counts_on_each() -> None:
    met = encounters(histories(("10010", 3), ("01001", 2)), [f"s{i}" for i in range(1, 6)])
    assert met.missed == [0, 3, 5, 2, 0]


def test_what_is_met_once_or_twice_is_counted_up_to_each_occasion() -> None:
    met = encounters(histories(("111", 4), ("010", 2)), ["s1", "s2", "s3"])
    assert (met.ever, met.once, met.twice) == ([4, 6, 6], [4, 2, 2], [0, 4, 0])


def test_other_occasions_repeats_and_the_order_of_rows_change_nothing() -> None:
    rows = histories(*JOLLY)
    expected = astuple(encounters(rows, ["s1", "s3"]))
    shuffled = pl.concat([rows, rows]).sample(fraction=1, shuffle=True, seed=3)
    assert astuple(encounters(shuffled, ["s1", "s3"])) == expected
    assert expected[0] == [100, 87]


def test_no_sightings_are_counts_of_nought() -> None:
    assert encounters(histories(), ["s1", "s2"]).caught == [0, 0]
    assert encounters(histories(("1", 2)), []).caught == []
