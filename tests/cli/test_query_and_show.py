from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.replay import replay
from tests.support.filled_database import copied, filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from subprocess import CompletedProcess

    from sqlalchemy import URL

    Run = Callable[..., CompletedProcess[bytes]]

    from cryptodrug_scraper.store.database import Database

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "fixtures" / "pages"


@pytest.fixture
def loaded(server: URL, template: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Pages of listings and a wall, as replayed."""
    paths = [FIXTURES / "dream" / "listing", FIXTURES / "dream" / "login"]
    name = filled(server, "queried", template, lambda engine: replay(engine, paths, workers=1))
    with copied(server, name, monkeypatch) as opened:
        yield opened


@pytest.mark.usefixtures("loaded")
def test_a_query_prints_a_table_csv_or_json(run: Run) -> None:
    sql = "SELECT market, count(*) AS n, array_agg(DISTINCT vendor) AS who FROM listing_snapshot GROUP BY market"
    assert b"dream" in run("query", sql).stdout
    (row,) = csv.DictReader(io.StringIO(run("query", sql, "--format", "csv").stdout.decode()))
    (record,) = map(json.loads, run("query", sql, "--json").stdout.splitlines())
    assert ("dream", int(row["n"])) == (record["market"], record["n"])
    assert row["who"].split(", ") == record["who"]


@pytest.mark.usefixtures("loaded")
def test_views_of_research_need_no_prefix_and_percent_signs_are_plain(run: Run) -> None:
    sql = "SELECT title FROM listings_as_of('2019-04-30') WHERE title LIKE '%e%' -- 50 %"
    assert run("query", sql, "--json").stdout


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    "sql", ["DELETE FROM capture", "CREATE TABLE x ()", "SELECT nothing", "SELECT 1; DROP VIEW review"]
)
def test_a_query_changes_nothing_and_says_why(run: Run, sql: str) -> None:
    assert b"the database refuses this SQL" in run("query", sql, code=5).stderr


@pytest.mark.usefixtures("loaded")
def test_every_query_in_the_documentation_runs(run: Run) -> None:
    for file in sorted((ROOT / "docs" / "queries").glob("*.sql")):
        assert run("query", "--file", file).stdout


@pytest.mark.usefixtures("loaded")
def test_a_row_leads_to_its_page(run: Run) -> None:
    sql = "SELECT listing_observation_id AS id, title FROM listing_snapshot ORDER BY 1 LIMIT 1"
    (row,) = map(json.loads, run("query", sql, "--json").stdout.splitlines())
    chain = json.loads(run("show", row["id"], "--json").stdout)
    assert ("listing_observation", row["title"]) == (chain["table"], chain["row"]["title"])
    assert "dream." in chain["parse_run"]["parser_version"]
    path = FIXTURES / "dream" / "listing" / chain["origins"][0]["path"]
    body = run("show", row["id"], "--body", "--archive", FIXTURES / "dream" / "listing").stdout
    assert path.read_bytes() == body
    assert row["title"].encode() in run("show", row["id"][:13]).stdout or row["title"]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("record_id", "code"), [("ffffffff-ffff-ffff-ffff-ffffffffffff", 5), ("nothing", 5)])
def test_an_unknown_row_is_said_to_be_unknown(run: Run, record_id: str, code: int) -> None:
    assert run("show", record_id, code=code).stderr


@pytest.mark.usefixtures("loaded")
def test_bytes_that_are_not_there_are_said_to_be_missing(run: Run, tmp_path: Path) -> None:
    (row,) = map(
        json.loads, run("query", "SELECT capture_id FROM listing_snapshot LIMIT 1", "--json").stdout.splitlines()
    )
    assert b"--archive" in run("show", row["capture_id"], "--body", "--archive", tmp_path, code=3).stderr


@pytest.mark.usefixtures("database")
def test_the_doctor_finds_nothing_wrong_here(run: Run) -> None:
    findings = json.loads(run("doctor", "--json").stdout)
    assert {"ok", "note"} >= {finding["state"] for finding in findings}
    found = {finding["what"] for finding in findings}
    assert {"python", "parsers", "spiders", "markets", "database", "pages", "reader"} <= found
    assert {"psql", "pg_dump", "data folder", "disk"} <= found


def test_a_server_that_is_not_there_is_explained(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRYPTODRUG_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    assert run("query", "SELECT 1", code=5).stderr.startswith(b"cryptodrug: ")
    findings = json.loads(run("doctor", "--json", code=2).stdout)
    (database,) = [finding for finding in findings if finding["what"] == "database"]
    assert "problem" == database["state"]
