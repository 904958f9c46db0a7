"""What ``make demo`` shows is what its headings say, and says something."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.derived_windows import DEMO

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    from tests.support.derived_windows import Opened, Windows

    Run = Callable[..., CompletedProcess[bytes]]

ROOT = Path(__file__).parent.parent.parent
QUERIES = ROOT / "docs" / "queries" / "demo.sql"
DREAM_AND_WALL_STREET = {"dream", "wallstreet"}
MARKETS = {*DREAM_AND_WALL_STREET, "empire"}


@pytest.fixture
def rows(run: Run, demonstrated: Opened) -> list[dict[str, Any]]:  # noqa: ARG001  # it is what is asked
    return [json.loads(line) for line in run("query", "--file", QUERIES, "--json").stdout.splitlines()]


@pytest.mark.slow
def test_the_demo_shows_what_its_headings_say(rows: list[dict[str, Any]]) -> None:
    live = [row for row in rows if "on_day" in row]
    moved = {(row["market"], row["vendor"]): (row["from_codes"], row["to_codes"]) for row in rows if "moved_to" in row}
    ratings = {row["market"]: row for row in rows if "ratings_left" in row}

    assert {"2019-03-31": DREAM_AND_WALL_STREET, "2019-11-30": {"empire"}} == {
        day: {row["market"] for row in live if row["on_day"] == day} for day in {row["on_day"] for row in live}
    }
    assert {
        ("dream", "mellow-lantern"): (["BE"], ["DE"]),
        ("dream", "CosmicFerry17"): (["BE"], ["DE"]),
        ("wallstreet", "sunnyquarry"): (["NL"], ["BE"]),
    } == moved
    assert "CosmicFerry17" not in {row["vendor"] for row in live}, "it had moved to Germany by then"
    assert all(row["rows_on_pages"] > row["sales_estimated"] >= row["ratings_left"] for row in ratings.values())
    assert ratings.keys() == MARKETS
    for column, months in (("belgian_vendors", 19), ("sales", 19), ("reason", 19)):
        assert months == sum(column in row for row in rows), column
    assert sum("walls" in row for row in rows) > 10


@pytest.mark.slow
def test_belgiums_share_has_intervals_that_are_worth_drawing(rows: list[dict[str, Any]], demonstrated: Opened) -> None:
    vendors = demonstrated.rows("SELECT market, count(DISTINCT vendor) FROM research.vendor_presence GROUP BY 1")
    assert {market for market, number in vendors if number >= 60} == MARKETS
    shares = [row for row in rows if row.get("percent_of_sales") is not None]
    assert sum(not row["is_few"] for row in shares) >= 12, "most can be published"
    widths = sorted(row["high"] - row["low"] for row in shares)
    assert 4 <= widths[len(widths) // 2] <= 25, "points"
    assert all(row["low"] <= row["percent_of_sales"] <= row["high"] for row in shares)


@pytest.mark.slow
def test_the_demo_refuses_its_own_tables_of_the_truth(demo: Windows) -> None:
    assert {
        "not a page by its bytes": 15,
        "text or data without the markup of a page": 2,
        "a picture, style or script beside a page": 1,
    } == demo.summary.report.refused
    assert None not in {market for market, _ in demo.summary.kinds}


def test_the_make_file_loads_the_demo() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ndemo:")[2].partition("\n\n")[0]
    assert set(re.findall(r"fixtures/(\w+)", recipe)) == {DEMO.name}
