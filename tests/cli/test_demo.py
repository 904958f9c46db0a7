"""What ``make demo`` shows is what its headings say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.replay import replay

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    from cryptodrug_scraper.replay import Summary
    from cryptodrug_scraper.store.database import Database

    Run = Callable[..., CompletedProcess[bytes]]

ROOT = Path(__file__).parent.parent.parent
QUERIES = ROOT / "docs" / "queries" / "demo.sql"
DREAM_AND_WALL_STREET = {"dream", "wallstreet"}


@pytest.fixture
def summary(database: Database) -> Summary:
    return replay(database.engine, [ROOT / "fixtures" / "windows"], workers=2)


@pytest.mark.usefixtures("summary")
def test_the_demo_shows_listings_of_open_markets_only_and_how_old_they_are(run: Run) -> None:
    rows: list[dict[str, Any]] = [
        json.loads(line) for line in run("query", "--file", QUERIES, "--json").stdout.splitlines()
    ]
    dated = [row for row in rows if "as_of" in row]
    moved = {(row["market"], row["vendor"]): row["months_with_both"] for row in rows if "months_with_both" in row}

    assert {"2019-03-31": DREAM_AND_WALL_STREET, "2019-11-30": {"empire"}} == {
        day: {row["market"] for row in dated if row["as_of"] == day} for day in {row["as_of"] for row in dated}
    }
    assert all(row["age_days"] > 0 for row in dated)
    assert {("dream", "KindlyAnchor"): 0, ("dream", "OpalStone"): 0, ("wallstreet", "OpalStone"): 0} == moved


def test_the_demo_refuses_its_own_tables_of_the_truth(summary: Summary) -> None:
    assert {
        "not a page by its bytes": 15,
        "text or data without the markup of a page": 2,
        "a picture, style or script beside a page": 1,
    } == summary.report.refused
    assert None not in {market for market, _ in summary.kinds}
