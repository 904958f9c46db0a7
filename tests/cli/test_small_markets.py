"""Markets with one vendor, and one without any: every command works, and says of them no more than is known."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cryptodrug_scraper.explore.looking import Looking
from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.store.database import open_database, open_for_reader
from tests.explore.conftest import OWN, ROOT, let_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    from cryptodrug_scraper.store.database import Database

    Run = Callable[..., CompletedProcess[bytes]]

PAGES = Path(__file__).parents[2] / "fixtures" / "pages" / "dream"
WITHOUT_VENDORS = (
    "category_list/synthetics_empty",
    "home/without_cards",
    "login/from_browser",
    "maintenance/whole_site",
    "listing_gone/hash_gone",
)
FIGURES = tuple(
    f"/figures/{kind}" for kind in ("market_month", "country_share", "transaction", "listing_month", "finding")
)
ONE_VENDOR = """
extends = "windows"
size = 1.0
first = 2018-10-01
last = 2019-06-30

[markets.dream]
vendors = 1
listings = 5

[markets.empire]
vendors = 1
listings = 5

[markets.wallstreet]
vendors = 1
listings = 5
"""


@pytest.fixture
def lone(database: Database, run: Run, tmp_path: Path) -> Database:
    """Two markets of one vendor each, some months long, replayed and derived; a third was never looked at."""
    scenario = tmp_path / "one.toml"
    scenario.write_text(ONE_VENDOR)
    archive = tmp_path / "crawls.archive"
    run("simulate", "archive", "dream", "empire", "--scenario", scenario, "--archive", archive)
    run("replay", archive)
    run("derive")
    return database


@pytest.fixture
def empty(database: Database, run: Run) -> Database:
    """A market of which lists without a row, and walls, were saved."""
    run("replay", *(PAGES / case for case in WITHOUT_VENDORS))
    run("derive")
    return database


def rows(run: Run, sql: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("query", sql, "--json").stdout.splitlines()]


def explored(paths: list[str]) -> dict[str, str]:
    with open_database(read_only=True) as database, open_for_reader() as views:
        client = let_in(Sources(views.engine, database.engine, [PAGES], Looking(120)))
        answers = {path: client.get(f"{ROOT}{path}", base_url=OWN) for path in paths}
    assert dict.fromkeys(paths, 200) == {path: answer.status_code for path, answer in answers.items()}
    return {path: answer.text for path, answer in answers.items()}


@pytest.mark.usefixtures("lone")
@pytest.mark.slow
def test_of_one_vendor_all_is_measured_nothing_is_concluded_and_nothing_published(run: Run, tmp_path: Path) -> None:
    assert 1 == rows(run, "SELECT max(vendor_count) AS most FROM market_month")[0]["most"]
    found = [json.loads(line) for line in run("findings", "--json").stdout.splitlines()]
    assert {"cannot_tell"} == {row["verdict"] for row in found}
    run("findings", "--country", "FR")

    (country,) = rows(run, "SELECT mode() WITHIN GROUP (ORDER BY code) AS code FROM origin_month")
    told = tmp_path / "study.html"
    (name,) = {str(row["vendor"]) for row in rows(run, "SELECT vendor FROM vendor_month WHERE market = 'dream'")}
    run("report", "study", "--country", str(country["code"]), "--output", told)
    assert name not in told.read_text(encoding="utf-8")
    run("report", "study", "--identified", "--country", str(country["code"]), "--output", told)
    run("report", "drift")

    package = tmp_path / "public"
    run("export", package, "--public")
    run("export", "verify", package)
    for table in ("market_month", "country_month", "product_month", "origin_product_month", "country_goods"):
        cells = pl.read_parquet(package / "data" / f"{table}.parquet")
        assert cells["vendor_count"].fill_null(0).max() == 0, table
    looks = pl.read_parquet(package / "data" / "snapshot.parquet")
    assert looks["listing_seen"].null_count() == looks["vendor_seen"].null_count() == looks.height > 0
    assert not any(re.search(r"\d", reason) for reason in looks["reason"])

    snapshot = str(rows(run, "SELECT snapshot_id FROM snapshot ORDER BY 1 LIMIT 1")[0]["snapshot_id"])
    shown = explored(["/", f"/snapshot/{snapshot}", "/search", f"/market/dream/vendor/{name}", *FIGURES])
    assert name in shown[f"/market/dream/vendor/{name}"]


@pytest.mark.usefixtures("empty")
@pytest.mark.slow
def test_of_a_market_without_vendors_it_is_said_that_nothing_is_known(run: Run, tmp_path: Path) -> None:
    assert [] == rows(run, "SELECT * FROM market_month")
    found = [json.loads(line) for line in run("findings", "--json").stdout.splitlines()]
    assert {"cannot_tell"} == {row["verdict"] for row in found}
    assert {None} == {row["value"] for row in found if row["unit"] != "count"}

    told = tmp_path / "study.html"
    run("report", "study", "--output", told)
    assert "Nothing of this was seen in the window." in told.read_text(encoding="utf-8")
    assert b"nothing to compare" in run("report", "drift").stdout

    package = tmp_path / "public"
    run("export", package, "--public")
    run("export", "verify", package)
    assert pl.read_parquet(package / "data" / "market_month.parquet").is_empty()

    snapshot = str(rows(run, "SELECT snapshot_id FROM snapshot ORDER BY 1 LIMIT 1")[0]["snapshot_id"])
    explored(["/", f"/snapshot/{snapshot}", "/search", "/ask", *FIGURES])
