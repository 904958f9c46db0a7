from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.importers.window import Window
from cryptodrug_scraper.page.parsed import WALLS
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.store.models import Base
from tests.support.command import begin_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

    from cryptodrug_scraper.store.database import Database

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
PAGES = len(list(FIXTURES.rglob("body.html")))
OF_THE_LOADER = {"parser_version", "shown_parser"}
"""Tables that say when something was loaded, and so differ between two databases."""


def content(database: Database) -> dict[str, list[str]]:
    """Every row of every table that pages fill."""
    with database.engine.connect() as connection:
        return {
            name: sorted(map(str, connection.execute(text(f"SELECT t::text FROM {name} t")).scalars()))
            for name in Base.metadata.tables
            if name not in OF_THE_LOADER
        }


@pytest.mark.slow
def test_loading_twice_adds_nothing(database: Database) -> None:
    first = replay(database.engine, [FIXTURES], workers=1)
    before = content(database)
    again = replay(database.engine, [FIXTURES], workers=1)
    taken = first.report.accepted
    assert PAGES <= taken + sum(first.report.refused.values())
    assert (taken, 0) == (first.pages, first.read_before)
    assert (0, taken) == (again.pages, again.read_before)
    assert 0 == sum(again.new_rows.values())
    assert before == content(database)


@pytest.mark.slow
def test_order_workers_repeats_and_place_change_nothing(database: Database, run: Run, tmp_path: Path) -> None:
    replay(database.engine, [FIXTURES / market for market in ("none", "dream", "empire", "wallstreet")], workers=1)
    expected = run("db", "digest").stdout
    before = content(database)
    with database.engine.begin() as connection:
        names = ", ".join(sorted(Base.metadata.tables.keys() - {"market", "market_event"}))
        connection.execute(text(f"TRUNCATE {names}"))
    assert expected != run("db", "digest").stdout
    folders = sorted(path.parent for path in FIXTURES.rglob("body.html"))
    random.Random(4).shuffle(folders)
    for number, folder in enumerate(folders):
        shutil.copytree(folder, tmp_path / str(number % 3) / f"{number:04}")
    for part in (2, 0, 1, 0):
        replay(database.engine, [tmp_path / str(part)], workers=2)
    assert expected == run("db", "digest").stdout
    after = content(database)
    differing = {name for name in before if before[name] != after[name]}
    assert differing == {"capture_origin"}  # where the bytes lie


@pytest.mark.slow
def test_two_replays_at_the_same_time_lose_nothing(database: Database) -> None:
    command = ["replay", str(FIXTURES / "empire"), "--json"]
    both = [begin_command(*command, stdout=subprocess.PIPE) for _ in range(2)]
    counts = [json.loads(process.communicate(timeout=120)[0]) for process in both]
    assert [0, 0] == [process.returncode for process in both]
    captures = [count["new_rows"]["capture"] for count in counts]
    with database.engine.connect() as connection:
        stored = connection.execute(text("SELECT count(*) FROM capture")).scalar_one()
    assert stored == sum(captures)
    assert 0 == sum(replay(database.engine, [FIXTURES / "empire"], workers=1).new_rows.values())


def test_the_summary_counts_pages_walls_issues_and_refusals(database: Database, run: Run, tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "dream", tmp_path / "dream")
    (tmp_path / "dream" / "style.css").write_text("p {}")
    summary: dict[str, Any] = json.loads(run("replay", tmp_path, "--json").stdout)
    kinds = {(kind["market"], kind["kind"]): kind["pages"] for kind in summary["kinds"]}
    folders = {folder.name: len(list(folder.iterdir())) for folder in (FIXTURES / "dream").iterdir()}
    assert {("dream", kind): pages for kind, pages in folders.items()} == kinds
    assert 1 == sum(summary["refused"].values())
    assert summary["walls"] == sum(count for kind, count in folders.items() if kind in WALLS)
    with database.engine.connect() as connection:
        issues = connection.execute(text("SELECT count(*) FROM parse_issue")).scalar_one()
    assert issues >= sum(summary["issues"].values())


def test_a_window_takes_its_days_and_counts_the_others(database: Database) -> None:
    from datetime import date

    inside = replay(database.engine, [FIXTURES], window=Window(date(2018, 11, 1), date(2018, 11, 30)), workers=1)
    assert inside.pages + inside.outside == inside.report.accepted
    assert PAGES <= inside.report.accepted + sum(inside.report.refused.values())
    with database.engine.connect() as connection:
        months = connection.execute(text("SELECT DISTINCT date_trunc('month', captured_at, 'UTC') FROM capture")).all()
    assert 1 == len(months)


def test_a_path_that_is_not_there_stops_before_any_work(database: Database, run: Run) -> None:
    assert b"nowhere" in run("replay", FIXTURES, "nowhere", code=3).stderr
    with database.engine.connect() as connection:
        assert 0 == connection.execute(text("SELECT count(*) FROM capture")).scalar_one()


def test_each_market_has_a_version_of_its_own_made_from_its_code() -> None:
    versions = {parser_version(name) for name in (None, "dream", "empire", "wallstreet")}
    assert 4 == len(versions)


def test_the_page_clock_narrows_the_reading_of_a_capture_known_to_the_day(database: Database, tmp_path: Path) -> None:
    case = next(iter(sorted((FIXTURES / "empire" / "vendor_profile").iterdir())))
    clock = json.loads((case / "expected.json").read_text())
    (site,) = [record for record in clock["records"] if record["record"] == "site"]
    folder = tmp_path / site["server_time"][:10]
    folder.mkdir()
    shutil.copy(case / "body.html", folder / "profile.html")
    replay(database.engine, [tmp_path], workers=1)
    with database.engine.connect() as connection:
        row = connection.execute(text("SELECT captured_at, time_precision, time_basis FROM parse_run")).one()
    assert (site["server_time"][:19], "second", "page_clock") == (row[0].strftime("%Y-%m-%dT%H:%M:%S"), row[1], row[2])


@pytest.mark.parametrize("workers", [1, 2])
def test_a_broken_page_among_good_ones_loses_nothing(database: Database, tmp_path: Path, workers: int) -> None:
    shutil.copytree(FIXTURES / "none", tmp_path / "pages")
    (tmp_path / "pages" / "binary.html").write_bytes(bytes(range(256)) * 100)
    (tmp_path / "pages" / "nul.html").write_bytes(b"<html>\0<title>Empire Market</title>\0</html>")
    summary = replay(database.engine, [tmp_path], workers=workers)
    with database.engine.connect() as connection:
        assert summary.pages == connection.execute(text("SELECT count(*) FROM parse_run")).scalar_one()


@pytest.mark.usefixtures("database")
def test_a_named_file_that_is_no_page_is_an_error_that_names_it(run: Run, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# A collection\n\nwith <b>notes</b>\n", encoding="utf-8")
    said = run("replay", readme, code=3).stderr.decode()
    assert f"{readme}: text or data without the markup of a page" in said
    assert "Name saved pages, folders of them, or archives" in said


def test_a_file_that_is_no_page_beside_others_is_counted(database: Database, run: Run, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# A collection\n", encoding="utf-8")
    (tmp_path / "page.html").write_text("<p>a page", encoding="utf-8")
    summary = json.loads(run("replay", tmp_path / "README.md", tmp_path / "page.html", "--json").stdout)
    assert ({"text or data without the markup of a page": 1}, 1) == (summary["refused"], summary["new_rows"]["capture"])
    assert {"text or data without the markup of a page": ["README.md"]} == summary["refused_examples"]
    assert b"1 \xc3\x97 text or data without the markup of a page" in run("replay", tmp_path).stdout
    with database.engine.connect() as connection:
        assert 1 == connection.execute(text("SELECT count(*) FROM capture")).scalar_one()
