"""What is said of snapshots, and of months, where few listings were met."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from cryptodrug_scraper.measures.looks.populations import population
from cryptodrug_scraper.measures.looks.thin import thin_population
from cryptodrug_scraper.measures.sales.market_months import live_months
from tests.measures.crawled_worlds import crawled
from tests.measures.snapshot_frames import START, snapshots

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZE, LOOKS = 1500, 10


def sightings(seen: NDArray[np.bool_]) -> pl.DataFrame:
    who, at = np.nonzero(seen)
    return pl.DataFrame({"snapshot_id": [f"s{look + 1}" for look in at], "id": [f"listing-{one}" for one in who]})


def of_months(found: pl.DataFrame) -> pl.DataFrame:
    return found.drop_nulls("month").sort("month")


def partial(count: int = LOOKS, *, days: float = 10, share: float | None = 0.4) -> pl.DataFrame:
    return snapshots(count, days=days, grade="partial", share=share)


BROAD = crawled("broad", 0.5, seed=11, size=SIZE, looks=LOOKS)


def test_partial_snapshots_have_a_figure_where_enough_were_met_again() -> None:
    found = population(sightings(BROAD), partial(), "listing").filter(pl.col("estimator") == "uneven")
    assert found.height == LOOKS
    assert found.get_column("value").null_count() == 0
    held = found.select(pl.lit(SIZE).is_between("low", "high")).to_series()
    assert held.mean() == 1
    ends = found.filter(pl.col("warning_code") == "warning.steady_at_ends").get_column("snapshot_id").to_list()
    assert ends == ["s1", f"s{LOOKS}"]
    plain = population(sightings(BROAD), partial(), "listing").filter(pl.col("estimator") == "jolly_seber")
    assert plain.get_column("warning_code").unique().to_list() == ["warning.partial"]


def test_months_hold_all_that_were_there_at_any_of_their_snapshots() -> None:
    months = of_months(thin_population(sightings(BROAD), partial(), fewest=10))
    # from the third of January on, each ten days
    counts = {date(2019, 1, 1): 3, date(2019, 2, 1): 3, date(2019, 3, 1): 3, date(2019, 4, 1): 1}
    assert months.get_column("month").to_list() == list(counts)
    for row in months.iter_rows(named=True):
        true = SIZE * (1 + 0.1 * (counts[row["month"]] - 1))
        assert row["low"] <= true <= row["high"]
        assert row["value"] == pytest.approx(true, rel=0.12)


def refused(found: pl.DataFrame) -> dict[str, object]:
    assert found.get_column("value").null_count() == found.height > 0
    (code,) = found.get_column("warning_code").unique().to_list()
    return {"code": code, **json.loads(found.row(0, named=True)["warning_values"])}


def test_too_few_snapshots_tell_nothing() -> None:
    found = thin_population(sightings(BROAD[:, :4]), partial(4), fewest=10)
    assert refused(found) == {"code": "warning.few_looks", "looks": 4, "fewest": 5}


def test_where_nearly_all_are_met_nothing_is_gained() -> None:
    found = thin_population(sightings(crawled("even", 0.95, seed=1, size=200)), partial(8), fewest=10)
    assert refused(found) == {"code": "warning.nearly_all_met", "least": 0.8}


def test_with_too_few_met_again_there_is_no_figure() -> None:
    found = thin_population(sightings(crawled("even", 0.3, seed=1, size=40)), partial(8), fewest=10)
    assert refused(found)["code"] == "warning.too_few"


def test_what_hangs_on_the_unseen_is_not_given() -> None:
    found = thin_population(sightings(crawled("broad", 0.2, seed=1, size=SIZE, looks=6)), partial(6), fewest=10)
    why = refused(found.filter(pl.col("warning_code") != "warning.too_few"))
    assert why["code"] == "warning.hangs_on_unseen"
    assert isinstance(why["known"], int)


def test_what_hangs_on_how_chances_differ_is_not_given() -> None:
    found = thin_population(sightings(crawled("broad", 0.3, seed=2, size=SIZE, looks=LOOKS)), partial(), fewest=10)
    assert "warning.hangs_on_shape" in found.get_column("warning_code").to_list()
    assert found.get_column("value").null_count() == found.height


def test_limits_far_apart_are_no_figure() -> None:
    found = thin_population(sightings(crawled("beta", 0.4, seed=2, size=100, looks=6)), partial(6), fewest=10)
    why = refused(found)
    assert why["code"] == "warning.too_wide"
    assert why["high"] > why["low"] > 0  # type: ignore[operator]


def test_a_snapshot_of_something_else_stands_in_none() -> None:
    seen = BROAD.copy()
    seen[np.cumsum(seen[:, 4]) > 40, 4] = False
    found = thin_population(sightings(seen), partial(), fewest=10)
    row = found.row(by_predicate=pl.col("snapshot_id") == "s5", named=True)
    assert (row["value"], row["warning_code"]) == (None, "warning.other_scope")
    assert found.filter(pl.col("snapshot_id") == "s6").get_column("value").null_count() == 0


def test_nothing_seen_gives_nothing() -> None:
    none = thin_population(sightings(BROAD[:0]), partial(), fewest=10)
    assert none.is_empty()
    found = population(sightings(BROAD[:0]), partial(), "vendor").filter(pl.col("estimator") == "uneven")
    assert found.get_column("warning_code").unique().to_list() == ["warning.nothing_seen"]


def states(seen: NDArray[np.bool_]) -> pl.DataFrame:
    return sightings(seen).rename({"id": "listing_id"}).with_columns(vendor=pl.col("listing_id").str.slice(0, 9))


def test_a_thin_month_has_the_figure_of_all_and_not_of_those_seen() -> None:
    looks = partial(days=31)
    thin = {"listings": thin_population(sightings(BROAD), looks, fewest=10)}
    rows = live_months("dream", states(BROAD), looks, thin=thin).filter(pl.col("measure") == "listings")
    assert rows.height == LOOKS
    assert rows.select(pl.lit(float(SIZE)).is_between("low", "high")).to_series().all()
    assert rows.select((pl.col("value") / SIZE - 1).abs().max()).item() < 0.2
    seen = live_months("dream", states(BROAD), snapshots(LOOKS, days=31)).filter(pl.col("measure") == "listings")
    assert seen.select((pl.col("value") / SIZE).max()).item() < 0.6


@pytest.mark.parametrize(("share", "rows"), [(0.4, 0), (0.79, 0), (0.8, 4), (None, 4)])
def test_a_month_of_which_little_was_seen_has_no_row_without_a_figure(share: float | None, rows: int) -> None:
    few, looks = BROAD[:, :4], partial(4, days=31, share=share)
    thin = {"listings": thin_population(sightings(few), looks, fewest=10)}
    found = live_months("dream", states(few), looks, thin=thin).filter(pl.col("measure") == "listings")
    assert found.height == rows


def test_snapshots_at_one_instant_are_no_time_apart() -> None:
    looks = partial(9).with_columns(first_at=pl.lit(START), last_at=pl.lit(START + timedelta(hours=1)))
    found = thin_population(sightings(BROAD[:, :9]), looks, fewest=10)
    assert found.drop_nulls("month").height == 1
    assert found.filter(pl.col("snapshot_id") == "s5").get_column("value").is_not_null().all()
