"""What ``make demo`` shows is what its headings say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    from tests.support.derived_windows import Windows

    Run = Callable[..., CompletedProcess[bytes]]

ROOT = Path(__file__).parent.parent.parent
QUERIES = ROOT / "docs" / "queries" / "demo.sql"
DREAM_AND_WALL_STREET = {"dream", "wallstreet"}


@pytest.mark.usefixtures("windows", "shared")
def test_the_demo_shows_what_its_headings_say(run: Run) -> None:
    rows: list[dict[str, Any]] = [
        json.loads(line) for line in run("query", "--file", QUERIES, "--json").stdout.splitlines()
    ]
    live = [row for row in rows if "on_day" in row]
    moved = {(row["market"], row["vendor"]): (row["from_codes"], row["to_codes"]) for row in rows if "moved_to" in row}
    ratings = {row["market"]: row for row in rows if "ratings_left" in row}

    assert {"2019-03-31": DREAM_AND_WALL_STREET, "2019-11-30": {"empire"}} == {
        day: {row["market"] for row in live if row["on_day"] == day} for day in {row["on_day"] for row in live}
    }
    assert "OpalStone" not in {row["vendor"] for row in live}, "it had moved to Germany by then"
    assert {
        ("dream", "KindlyAnchor"): (["NL"], ["BE"]),
        ("dream", "OpalStone"): (["BE"], ["DE"]),
        ("wallstreet", "OpalStone"): (["BE"], ["DE"]),
    } == moved
    assert all(row["rows_on_pages"] > row["sales_estimated"] >= row["ratings_left"] for row in ratings.values())
    assert {"dream", "empire", "wallstreet"} == ratings.keys()
    for column, months in (("belgian_vendors", 19), ("sales", 19), ("reason", 19), ("walls", 11)):
        assert months == sum(column in row for row in rows), column


def test_the_demo_refuses_its_own_tables_of_the_truth(windows: Windows) -> None:
    assert {
        "not a page by its bytes": 15,
        "text or data without the markup of a page": 2,
        "a picture, style or script beside a page": 1,
    } == windows.summary.report.refused
    assert None not in {market for market, _ in windows.summary.kinds}
