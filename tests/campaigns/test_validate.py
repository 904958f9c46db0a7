"""The short form of validate.py: one small world the whole way, and the page that comes of results."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from simulator.archiving.policy import policy_of
from simulator.economy import load_scenario
from tests.campaigns.validating import worlds as of_worlds
from tests.campaigns.validating.page import Errors, page_of
from tests.campaigns.validating.worlds import SCENARIOS, worlds_of

PROGRAM = Path(__file__).parent / "validate.py"


def test_a_world_goes_the_whole_way_once(tmp_path: Path) -> None:
    folder, page = tmp_path / "worlds", tmp_path / "validation.md"
    command = [
        sys.executable, str(PROGRAM), "--worlds", "1", "--size", "0.04", "--coverage", "0.95", "--first", "2019-02-10",
        "--last", "2019-03-20", "--folder", str(folder), "--page", str(page), "--day", "2019-12-24",
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=400)
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
    return row | more


def test_errors_are_those_of_what_counts() -> None:
    rows = [
        _row("1", 2.0, inside=True), _row("2", -4.0, inside=False), _row("3", 90.0, inside=True, counts=False),
        _row("4", None),
    ]  # fmt: skip
    found = Errors.of(rows)
    assert found is not None
    assert Errors(2, -1.0, 18**0.5, -4.0, 0.5) == found
    assert ["2", "-1.0", "4.2", "-4.0", "50%"] == found.cells()
    assert Errors.of(rows[2:]) is None


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
            "estimates": [_row("2019-02", 1.0, inside=True), _row("2019-03", 3.0, counts=False)],
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
    assert "| transactions | **estimator** | 2 | +1.0 | 0.0 | +1.0 | 100% |\n|  | rows as sales | 2 | +50.0 |" in page
    assert "| transactions | +1.0 ± 0.0, 100% | +1.0 ± 0.0, 100% |" in page
    assert "| moves | **estimator** | 8 | 4 | 2 | 25.0% | 50.0% |" in page
    assert "By scenario" not in page
    both = page_of(results, "2019-12-24")
    assert "3 worlds of three markets, 2 economies," in both
    assert "\n## Size 2, crawls by month\n\n1 world of three markets, 1 economy, 12 vendors," in both
    assert both.count("| transactions | **estimator** | 2 |") == both.count("| transactions | **estimator** | 1 |") == 1
