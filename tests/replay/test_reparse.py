from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.replay.unread import current_readings
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.store.digest import digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.store.database import Database

    Rows = Callable[[str], list[tuple[Any, ...]]]

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
LISTINGS = PAGES / "dream" / "listing"
COUNT = len(list(LISTINGS.iterdir()))
RENAMED = """
def _renamed(read):
    def renamed(document):
        read(document)
        for record in document.records:
            if type(record).__name__ == "Listing":
                record.price_unit = "crate"
    return renamed

import dataclasses
MARKET = dataclasses.replace(MARKET, readers={kind: _renamed(read) for kind, read in MARKET.readers.items()})
"""


def seen(database: Database) -> str:
    with database.engine.connect() as connection:
        return digest(connection)


@pytest.mark.slow
def test_a_reparse_stores_new_readings_beside_the_old_and_the_views_show_the_new(
    database: Database, rows: Rows, replay_with: Any
) -> None:
    replay(database.engine, [LISTINGS, PAGES / "empire" / "listing"], workers=1)
    before = rows("SELECT row_id(parse_run_id, 1, ordinal), price_unit FROM listing_observation ORDER BY 1")

    summary = replay_with({"dream": RENAMED}, PAGES / "dream", PAGES / "empire" / "listing", "--reparse")

    assert COUNT == summary["pages"]
    assert 0 == summary["new_rows"]["capture"]
    after = rows("SELECT row_id(parse_run_id, 1, ordinal), price_unit FROM listing_observation ORDER BY 1")
    assert set(before) < set(after)
    assert {("crate",)} == set(rows("SELECT price_unit FROM research.listing_snapshot WHERE market = 'dream'"))
    versions = rows("SELECT DISTINCT parser_version FROM research.listing_snapshot ORDER BY 1")
    assert parser_version("empire") in {version for (version,) in versions}
    assert parser_version("dream") not in {version for (version,) in versions}
    older = rows("SELECT count(*) FROM parse_run JOIN superseded_run USING (parse_run_id)")
    assert [(COUNT,)] == older


def test_a_reparse_loads_nothing_that_the_database_does_not_know_and_counts_it(
    database: Database, replay_with: Any, tmp_path: Path
) -> None:
    known, unknown = sorted(LISTINGS.iterdir())[:2]
    shutil.copytree(known, tmp_path / "pages" / "known")
    replay(database.engine, [tmp_path / "pages"], workers=1)
    shutil.copytree(unknown, tmp_path / "pages" / "unknown")

    summary = replay_with({"dream": RENAMED}, tmp_path / "pages", "--reparse")

    assert (1, 1) == (summary["pages"], summary["not_loaded"])
    again = replay_with({"dream": RENAMED}, tmp_path / "pages")
    assert (1, 1, 1) == (again["pages"], again["read_before"], again["new_rows"]["capture"])


def test_a_reparse_without_a_change_reads_nothing(database: Database) -> None:
    replay(database.engine, [LISTINGS], workers=1)
    before = seen(database)

    summary = replay(database.engine, [LISTINGS], workers=1, reparse=True)

    assert (0, COUNT) == (summary.pages, summary.read_before)
    assert before == seen(database)


@pytest.mark.slow
def test_back_at_older_code_nothing_is_read_again_and_its_readings_are_shown_again(
    database: Database, rows: Rows, replay_with: Any
) -> None:
    replay(database.engine, [LISTINGS], workers=1)
    before = seen(database)
    replay_with({"dream": RENAMED}, LISTINGS)
    assert before != seen(database)

    summary = replay(database.engine, [LISTINGS], workers=1, reparse=True)

    assert (0, COUNT) == (summary.pages, summary.read_before)
    assert before == seen(database)
    assert ("crate",) not in rows("SELECT price_unit FROM research.listing_snapshot")


def test_pages_of_no_market_are_read_again_when_any_market_changes(database: Database, replay_with: Any) -> None:
    first = replay(database.engine, [PAGES / "none"], workers=1)

    summary = replay_with({"empire": "\n# another version\n"}, PAGES / "none", "--reparse")

    assert 0 < first.pages == summary["pages"]


@pytest.mark.parametrize("reparse", [False, True])
def test_a_page_seen_in_another_file_gets_that_origin_without_being_read(
    database: Database, rows: Rows, tmp_path: Path, reparse: bool
) -> None:
    page = min(LISTINGS.iterdir())
    shutil.copytree(page, tmp_path / "a" / "first")
    shutil.copytree(page, tmp_path / "b" / "second")
    replay(database.engine, [tmp_path / "a"], workers=1)

    summary = replay(database.engine, [tmp_path / "b"], workers=1, reparse=reparse)

    assert (0, 1) == (summary.pages, summary.read_before)
    assert 1 == summary.new_rows["capture_origin"]
    assert [("first/body.html",), ("second/body.html",)] == rows("SELECT path FROM capture_origin ORDER BY path")


def test_without_a_path_only_a_reparse_knows_where_to_look(
    database: Database, replay_with: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay(database.engine, [LISTINGS], workers=1)
    monkeypatch.setenv("CRYPTODRUG_ARCHIVE", str(LISTINGS))

    assert COUNT == replay_with({"dream": RENAMED}, "--reparse")["pages"]
    with pytest.raises(AssertionError, match="--reparse"):
        replay_with({"dream": RENAMED})


def test_progress_is_told_where_there_is_nothing_to_read(database: Database) -> None:
    replay(database.engine, [LISTINGS], workers=1)
    told: list[int] = []

    replay(database.engine, [LISTINGS], workers=1, progress=lambda summary: told.append(summary.read_before))

    assert [COUNT] == told


def test_every_market_and_none_has_a_current_version() -> None:
    assert {None, "dream", "empire", "wallstreet"} <= {market for market, _ in current_readings()}
