from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cryptodrug_scraper.measures.looks.populations import population
from tests.measures.snapshot_frames import PIKE, histories, snapshots

JOLLY = (("111", 50), ("110", 20), ("101", 10), ("011", 15), ("100", 20), ("010", 10), ("001", 12))


def row(found: pl.DataFrame, snapshot: str, estimator: str) -> dict[str, Any]:
    chosen = found.filter((pl.col("snapshot_id") == snapshot) & (pl.col("estimator") == estimator))
    assert chosen.height == 1
    return chosen.row(0, named=True)


def test_jolly_seber_stands_at_the_snapshots_between_and_says_what_it_counts() -> None:
    found = population(histories(*JOLLY), snapshots(3), "listing")
    middle = row(found, "s2", "jolly_seber")
    assert middle["value"] == pytest.approx(114.32, abs=0.01)
    assert middle["low"] < middle["value"] < middle["high"]
    assert middle["warning_code"] == "warning.hidden_count"
    for end in ("s1", "s3"):
        assert row(found, end, "jolly_seber")["value"] is None
        assert row(found, end, "jolly_seber")["warning_code"] == "warning.first_and_last"
    assert [row(found, name, "seen")["value"] for name in ("s1", "s2", "s3")] == [100, 95, 87]


def test_every_snapshot_has_a_row_for_every_estimator() -> None:
    found = population(histories(*JOLLY), snapshots(3), "vendor")
    assert found.height == 18
    assert found.get_column("of").unique().to_list() == ["vendor"]
    assert found.select("snapshot_id", "estimator").is_unique().all()
    assert found.filter(pl.col("value").is_null() & pl.col("warning_code").is_null()).is_empty()


def test_with_too_few_met_again_there_is_no_figure() -> None:
    few = histories(("111", 5), ("110", 2), ("011", 3), ("010", 30))
    found = row(population(few, snapshots(3), "vendor"), "s2", "jolly_seber")
    assert (found["value"], found["low"], found["high"]) == (None, None, None)
    assert found["warning_code"] == "warning.too_few"
    assert json.loads(found["warning_values"]) == {"before": 7, "later": 8, "fewest": 10}
    assert row(population(few, snapshots(3), "vendor", fewest=7), "s2", "jolly_seber")["value"] is not None


def test_a_low_catchability_is_warned_of() -> None:
    rare = histories(("111", 15), ("101", 60), ("100", 10), ("001", 10), ("110", 5))
    found = row(population(rare, snapshots(3), "listing"), "s2", "jolly_seber")
    assert found["warning_code"] == "warning.hidden_uneven"
    assert 0 < json.loads(found["warning_values"])["met"] < 0.5
    even = row(population(histories(*JOLLY), snapshots(3), "listing"), "s2", "jolly_seber")
    assert (even["warning_code"], even["warning_values"]) == ("warning.hidden_count", "{}")


def test_partial_snapshots_stand_in_no_history() -> None:
    looks = snapshots(4).with_columns(
        pl.when(pl.col("snapshot_id") == "s2").then(0.4).otherwise("listing_completeness").alias("listing_completeness")
    )
    rows = histories(("1111", 40), ("1011", 50), ("1001", 9))
    found = population(rows, looks, "listing")
    assert row(found, "s2", "jolly_seber")["warning_code"] == "warning.partial"
    assert row(found, "s2", "seen")["value"] == 40
    assert row(found, "s2", "seen")["warning_code"] == "warning.partial"
    assert row(found, "s3", "jolly_seber")["value"] == pytest.approx(99, rel=0.01)


def unvouched(count: int) -> pl.DataFrame:
    return snapshots(count, share=None)


def test_a_snapshot_of_another_scope_is_left_out() -> None:
    rows = histories(("11011", 30), ("11111", 10), ("11001", 4))
    found = population(rows, unvouched(5), "listing")
    assert row(found, "s3", "jolly_seber")["warning_code"] == "warning.other_scope"
    assert row(found, "s4", "jolly_seber")["value"] == pytest.approx(44, rel=0.01)


def test_a_lasting_change_of_scope_begins_a_new_history_unless_the_market_itself_vouches_for_it() -> None:
    rows = histories(("111111", 20), ("000111", 100))
    found = population(rows, unvouched(6), "listing")
    named = found.filter((pl.col("estimator") == "jolly_seber") & pl.col("value").is_not_null())
    assert named.get_column("snapshot_id").to_list() == ["s2", "s5"]
    found = population(rows, snapshots(6), "listing")
    named = found.filter((pl.col("estimator") == "jolly_seber") & pl.col("value").is_not_null())
    assert named.get_column("snapshot_id").to_list() == ["s2", "s3", "s4", "s5"]


def test_chapman_and_schnabel_need_snapshots_of_two_days() -> None:
    near = population(histories(*PIKE), snapshots(4, days=0.6), "vendor")
    assert row(near, "s4", "schnabel")["value"] == pytest.approx(128.5, abs=0.05)
    assert row(near, "s4", "schnabel")["low"] == pytest.approx(74.6, abs=0.05)
    assert row(near, "s2", "chapman")["value"] == pytest.approx(28 * 19 / 4 - 1)
    assert row(near, "s2", "schnabel")["warning_code"] == "warning.less_than_three"
    far = population(histories(*PIKE), snapshots(4), "vendor")
    assert row(far, "s2", "chapman")["value"] is None
    assert row(far, "s2", "chapman")["warning_code"] == "warning.none_near"
    assert json.loads(row(far, "s2", "chapman")["warning_values"]) == {"hours": 48}


def test_two_snapshots_that_share_nothing_have_no_chapman() -> None:
    found = population(histories(("10", 8), ("01", 9)), snapshots(2, days=1), "vendor")
    assert row(found, "s2", "chapman")["value"] is None
    assert row(found, "s2", "chapman")["warning_code"] == "warning.nothing_twice"


def test_chao2_counts_all_that_ever_were() -> None:
    found = population(histories(*PIKE), snapshots(4), "vendor")
    assert row(found, "s4", "chao2")["value"] == pytest.approx(121.69, abs=0.005)
    assert row(found, "s4", "chao2")["low"] == 57  # what was met, whatever came and went
    assert row(found, "s1", "chao2")["value"] is None
    assert row(found, "s1", "chao2")["low"] is None


def test_the_order_of_rows_changes_nothing() -> None:
    rows = histories(*PIKE, *((h + "0", n) for h, n in JOLLY))
    again = pl.concat([rows, rows]).sample(fraction=1, shuffle=True, seed=4)
    assert_frame_equal(population(rows, snapshots(4), "listing"), population(again, snapshots(4).reverse(), "listing"))


def test_what_was_not_observed_is_not_nought() -> None:
    assert population(histories(), snapshots(0), "listing").height == 0
    found = population(histories(), snapshots(2), "listing")
    assert found.get_column("value").null_count() == found.height == 12
    assert row(found, "s1", "seen")["warning_code"] == "warning.nothing_seen"


@pytest.mark.parametrize(
    ("cover", "turnover"),
    [(0.9, 0.1), (0.6, 0.1), *(pytest.param(*each, marks=pytest.mark.slow) for each in ((0.9, 0.0), (0.6, 0.3)))],
)
def test_jolly_seber_is_right_in_the_published_scenarios(cover: float, turnover: float) -> None:
    """N = 2000, six crawls; methods E2 found a bias of at most 1 %."""
    draw = np.random.default_rng(20190103)
    size, errors = 2000, []
    for _ in range(6):
        ids, fresh, seen = np.arange(size), size, []
        for crawl in range(1, 7):
            seen += [(f"s{crawl}", str(one)) for one in ids[draw.random(size) < cover]]
            leave = draw.random(size) < turnover
            ids[leave] = np.arange(fresh, fresh + leave.sum())
            fresh += int(leave.sum())
        sightings = pl.DataFrame(seen, schema=["snapshot_id", "id"], orient="row")
        found = population(sightings, snapshots(6), "listing").filter(pl.col("estimator") == "jolly_seber")
        errors += [value / size - 1 for value in found.get_column("value").drop_nulls()]
    assert len(errors) == 24
    assert abs(float(np.mean(errors))) < 0.02
