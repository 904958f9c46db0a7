"""The short form of validate.py: one small world the whole way, and the page that comes of results."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from simulator.archiving.policy import policy_of
from simulator.economy import load_scenario
from tests.campaigns.validating import worlds as of_worlds
from tests.campaigns.validating.dumps import ESTIMATOR
from tests.campaigns.validating.errors import Errors
from tests.campaigns.validating.naive import DATED
from tests.campaigns.validating.page import page_of
from tests.campaigns.validating.page_of_dumps import dumps_of_page
from tests.campaigns.validating.page_of_thin import thin_of_page
from tests.campaigns.validating.worlds import KEPT, SCENARIOS, dumps_of, worlds_of

PROGRAM = Path(__file__).parent / "validate.py"


@pytest.mark.campaign
def test_a_world_goes_the_whole_way_once(tmp_path: Path) -> None:
    folder, page = tmp_path / "worlds", tmp_path / "validation.md"
    command = [
        sys.executable, str(PROGRAM), "--worlds", "1", "--size", "0.04", "--coverage", "0.95", "--first", "2019-02-10",
        "--last", "2019-03-20", "--folder", str(folder), "--page", str(page), "--day", "2019-12-24",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stderr
    (world,) = folder.iterdir()
    assert {"policy.toml", "result.json", "truth", "world.toml"} == {path.name for path in world.iterdir()}
    result = json.loads((world / "result.json").read_bytes())
    assert (6, {"truth", "archive", "replay", "derive"}) == (result["size"]["snapshots"], result["seconds"].keys())
    reviews = [row for row in result["estimates"] if row["measure"] == "distinct reviews (of captured pages)"]
    assert 3 == len(reviews)
    assert all(row["true"] > 20 for row in reviews)
    naive = {row["market"]: row for row in result["naive"] if row["measure"] == reviews[0]["measure"]}
    assert all(naive[row["market"]]["true"] == row["true"] for row in reviews)
    text = page.read_text(encoding="utf-8")
    assert "2019-12-24: 1 world of three markets" in text

    made = (world / "result.json").stat().st_mtime_ns
    subprocess.run(command, capture_output=True, check=True, timeout=60)
    assert (made, text) == ((world / "result.json").stat().st_mtime_ns, page.read_text(encoding="utf-8"))


@pytest.mark.campaign
def test_an_archive_as_others_keep_it_goes_the_same_way(tmp_path: Path) -> None:
    folder, page = tmp_path / "worlds", tmp_path / "validation.md"
    command = [
        sys.executable, str(PROGRAM), "--worlds", "0", "--dumps", "1", "--dump-size", "0.03", "--kept", "weekly",
        "--first", "2019-03-01", "--last", "2019-04-01", "--folder", str(folder), "--page", str(page), "--day",
        "2019-12-24",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stderr
    (world,) = folder.iterdir()
    pages = pl.read_parquet(world / "truth" / "pages.parquet")
    assert 0.01 < pages.filter("is_old_copy").height / pages.height < 0.06
    assert all("onion" in file for file in pages["file"])
    result = json.loads((world / "result.json").read_bytes())
    ratings = {(row["market"], row["practice"]): row for row in result["ratings"]}
    assert {"dream", "wallstreet", "empire"} == {market for market, _ in ratings}
    for market in ("dream", "wallstreet"):
        estimator, naive = (ratings[market, by] for by in (ESTIMATOR, DATED))
        assert estimator["true"] == naive["true"] > 20
        assert abs(estimator["value"] - estimator["true"]) < naive["value"] - naive["true"]
    of_all = [row for row in result["estimates"] if row["measure"] == "distinct reviews (of captured pages)"]
    assert {row["market"]: row["true"] for row in of_all} == {
        market: row["true"] for (market, by), row in ratings.items() if by == ESTIMATOR
    }
    text = page.read_text(encoding="utf-8")
    assert "| only days known, weekly, one page in twenty old | dream | **estimator** | 1 |" in text


def test_the_page_tells_how_far_times_of_pages_are_out() -> None:
    times = [
        {"market": "dream", "is_old": True, "verdicts": {"older": 3, "unsure": 1}, "errors": [0.5, -0.1, 0.2, 9.0],
         "stated_errors": [9.0, 4.0, 2.0, 9.0]},
        {"market": "dream", "is_old": False, "verdicts": {"agrees": 18, "older": 1, "newer": 1}, "errors": [0.1, -0.3],
         "stated_errors": [0.1, 0.1]},
    ]  # fmt: skip
    ratings = [{"practice": ESTIMATOR, "market": "dream", "value": 22, "true": 20, "vendors": 1, "worst": -15.0}]
    months = {"measure": "transactions", "value": 10.0, "low": 8.0, "high": 14.0, "true": 12.0}
    result: dict[str, Any] = {
        "world": {"kept": "old"},
        "ratings": ratings,
        "times": times,
        "estimates": [_row("2019-02", -16.7, inside=True) | months],
        "naive": [_row("2019-02", 0.0) | {"measure": "transactions_shown", "practice": DATED, "value": 18.0}],
    }
    page = dumps_of_page([result])
    kept = "| only days known, one page in ten old | dream |"
    assert f"{kept} **estimator** | 1 | +10.0 | +10.0 | -15.0 |" in page
    assert f"{kept} all | **estimator** | 1 | -16.7 |  | -16.7 | 100% | 50.0 |" in page
    assert f"{kept} all | {DATED} | 1 | +50.0 |  | +50.0 |  |  |" in page
    assert f"{kept} old copies | 4 | 6.50, 9.00 | 0.35, 6.45 | 75.0% |  | 25.0% |" in page
    assert f"{kept} others | 20 | 0.10, 0.10 | 0.20, 0.28 |  | 10.0% | 0.0% |" in page
    assert "Times of pages" not in dumps_of_page([result | {"times": []}])


def test_the_page_tells_what_is_refused_where_pages_were_never_fetched() -> None:
    told = {"measure": "transactions", "value": 10.0, "low": 8.0, "high": 14.0, "true": 12.0}
    thin: dict[str, Any] = {
        "world": {"kept": "fifth"},
        "ratings": [],
        "whole": [{"market": "dream", "month": f"2019-0{month}"} for month in (1, 2, 3)],
        "partial": [{"market": "dream", "why": "completeness.vendors", "snapshots": 2}],
        "estimates": [
            _row("2019-01", -16.7, inside=True) | told,
            _row("2019-02", -40.0, counts=False, inside=None) | told | {"high": None},
            _row("2018-12", -90.0, counts=False, inside=None) | told,
        ],
    }
    page = thin_of_page([thin])
    assert (
        "| only days known, a fifth of the pages | dream | all | 3 | 1 | -16.7 | -16.7 | 100% | 50 | 2 | -40.0 | -40.0 "
        "| `completeness.vendors` |"
    ) in page
    assert not thin_of_page([thin | {"world": {"kept": "days"}}])


def test_worlds_of_which_pages_were_never_fetched_may_be_fewer() -> None:
    found = list(dumps_of(3, 5, 0.1, 6.0, scenarios=["plain"], kept=["days", "fifth"], thin=1))
    assert [(5, "days"), (5, "fifth"), (6, "days"), (7, "days")] == [(world.seed, world.kept) for world in found]


def test_dumps_are_the_same_economies_in_every_way() -> None:
    found = list(dumps_of(2, 5, 0.1, 6.0, scenarios=["plain", "hard"], kept=["days", "weekly"]))
    assert [(5, "plain", "days"), (5, "plain", "weekly"), (6, "hard", "days"), (6, "hard", "weekly")] == [
        (world.seed, world.scenario, world.kept) for world in found
    ]
    assert 4 == len({world.name for world in found})


@pytest.mark.parametrize("kept", KEPT)
def test_each_way_of_keeping_is_a_policy(kept: str) -> None:
    (world,) = dumps_of(1, 1, 0.1, 6.0, scenarios=["plain"], kept=[kept])
    policy = policy_of(tomllib.loads(world.policy()), "dream", "here")
    assert (world.form == "folder") == policy.needs_folders == (kept != "dated")
    assert (world.every, world.coverage, None) == (policy.every, policy.coverage, policy.first)


def test_worlds_take_every_combination_in_turn_with_seeds_that_count_up() -> None:
    found = list(worlds_of(6, 10, 1.0, 6.0, scenarios=["plain", "hard"], every=["month"], coverage=[1.0, 0.9]))
    assert list(range(10, 16)) == [world.seed for world in found]
    kinds = [("plain", 1.0), ("hard", 1.0), ("plain", 0.9), ("hard", 0.9), ("plain", 1.0), ("hard", 1.0)]
    assert kinds == [(world.scenario, world.coverage) for world in found]
    assert 6 == len({world.name for world in found})


@pytest.mark.parametrize("scenario", SCENARIOS.values())
def test_its_scenario_can_be_laid_over_others(scenario: str, tmp_path: Path) -> None:
    text = (Path(of_worlds.__file__).parent / "world.toml").read_text(encoding="utf-8")
    path = tmp_path / "world.toml"
    path.write_text(text.replace('"cryptodrug"', f'"{scenario}"'), encoding="utf-8")
    read = load_scenario(path)
    assert [150, 150, 150] == [market.vendors for market in read.markets.values()]
    assert (scenario == "hard") == (read.markets["dream"].display.edits_renew > 0)


@pytest.mark.parametrize("every", ["month", "week"])
def test_its_policies_are_such(every: str, tmp_path: Path) -> None:
    (world,) = worlds_of(1, 1, 1.0, 12.0, scenarios=["plain"], every=[every], coverage=[0.8])
    path = tmp_path / "policy.toml"
    path.write_text(world.policy(), encoding="utf-8")
    policy = policy_of(tomllib.loads(path.read_text(encoding="utf-8")), "empire", "here")
    assert (every, 0.8, 12.0) == (policy.every, policy.coverage, policy.hours)
    assert (0.0, 0.8) == (policy.share("listing_refund"), policy.share("listing"))
    assert policy.first is not None


def _row(period: str, difference: float | None, *, counts: bool = True, **more: Any) -> dict[str, Any]:
    row = {"market": "dream", "period": period, "measure": "transactions", "difference": difference, "counts": counts}
    return row | {"unit": "sales", "low": None, "high": None, "true": 50.0} | more


def test_errors_are_those_of_what_counts() -> None:
    rows = [
        _row("1", 2.0, inside=True, low=48.0, high=58.0), _row("2", -4.0, inside=False, low=40.0, high=46.0),
        _row("3", 90.0, inside=True, low=0.0, high=99.0, counts=False), _row("4", None),
    ]  # fmt: skip
    found = Errors.of(rows)
    assert found is not None
    assert Errors(2, -1.0, 18**0.5, -4.0, 0.5, 16.0) == found
    assert ["2", "-1.0", "4.2", "-4.0", "50%", "16.0"] == found.cells()
    assert Errors.of(rows[2:]) is None
    share = Errors.of([_row("1", 2.0, inside=True, unit="share", low=0.25, high=0.31, true=0.26)])
    assert share is not None
    assert pytest.approx(6.0) == share.width  # in points, as its difference is


def test_the_page_has_estimators_beside_naive_practice_of_the_same_months() -> None:
    size = {"pages": 1000, "vendors": 12, "reviews": 345, "snapshots": 2}
    results: list[dict[str, Any]] = [
        {
            "world": {
                "seed": 7,
                "scenario": "plain",
                "size": size_of,
                "every": "month",
                "coverage": coverage,
                "hours": 6.0,
            },
            "size": size,
            "grades": {"complete": 2},
            "estimates": [
                _row("2019-02", 1.0, inside=True, low=49.0, high=51.0),
                _row("2019-03", 3.0, counts=False),
            ],
            "naive": [_row("2019-02", 50.0, practice="rows as sales"), _row("2019-03", 70.0, practice="rows as sales")],
            "found": [{"what": "moves", "found": 4, "true": 2, "right": 1}],
            "naive_found": [],
        }
        for coverage, size_of in ((0.9, 0.1), (1.0, 0.1), (1.0, 2.0))
    ]
    page = page_of(results[:2], "2019-12-24")
    assert (
        "2 worlds of three markets, 1 economy, 24 vendors, 4 snapshots (4 complete), 2,000 pages, 690 distinct" in page
    )
    assert (
        "| transactions | **estimator** | 2 | +1.0 | 0.0 | +1.0 | 100% | 4.0 |\n|  | rows as sales | 2 | +50.0 |"
        in page
    )
    assert "| transactions | +1.0 ± 0.0, 100% | +1.0 ± 0.0, 100% |" in page
    assert "| moves | **estimator** | 8 | 4 | 2 | 25.0% | 50.0% |" in page
    assert "By scenario" not in page
    both = page_of(results, "2019-12-24")
    assert "3 worlds of three markets, 2 economies," in both
    assert "\n## Size 2, crawls by month\n\n1 world of three markets, 1 economy, 12 vendors," in both
    assert both.count("| transactions | **estimator** | 2 |") == both.count("| transactions | **estimator** | 1 |") == 1
