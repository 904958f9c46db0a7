from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cryptodrug_scraper.measures.drift import LEAST_Z

PAGES = str(Path(__file__).parents[2] / "fixtures" / "pages" / "dream")


@pytest.mark.usefixtures("database")
def test_drift_names_the_fields_whose_share_moved_notably_and_all_if_asked(run: Any) -> None:
    run("replay", PAGES)
    notable = json.loads(run("report", "drift", "--json").stdout)
    everything = json.loads(run("report", "drift", "--market", "dream", "--all", "--json").stdout)

    assert [] == notable["templates"] == everything["templates"]
    assert all(abs(field["z"]) >= LEAST_Z for field in notable["fields"])
    assert len(notable["fields"]) < len(everything["fields"])
    assert all(field in everything["fields"] for field in notable["fields"])


@pytest.mark.usefixtures("database")
def test_drift_of_an_empty_database_says_that_there_is_none(run: Any) -> None:
    said = run("report", "drift").stdout.decode()

    assert "templates that changed: none\nfields whose share changed: none\n" == said
