"""Where the database refuses a value, the page that has it is found, and the others are loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.replay import replay
from tests.importers.forms import write_tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.store.database import Database

    Rows = Callable[[str], list[tuple[Any, ...]]]

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
PAGE = (PAGES / "dream/listing/weed_from_belgium/body.html").read_bytes()
REFUSED = PAGE.replace(b'"title">Kempen Amber', b'"title">Refused Amber')
OTHER = (PAGES / "empire/listing/belgium_2018_11/body.html").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bodies = {f"{number:02}.html": PAGE + b" " * number for number in range(9)}
    write_tree({**bodies, "03.html": REFUSED, "07.html": REFUSED + b" ", "09.html": OTHER}, tmp_path)
    return tmp_path


def refuse(database: Database, table: str, condition: str) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT refused CHECK ({condition}) NOT VALID")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_value_that_the_database_refuses_costs_its_page_alone(
    workers: int, folder: Path, database: Database, rows: Rows
) -> None:
    refuse(database, "listing_observation", "title !~ '^Refused'")

    summary = replay(database.engine, [folder], workers=workers)
    again = replay(database.engine, [folder], workers=workers)

    assert (10, 10, 2) == (summary.pages, summary.new_rows["capture"], summary.issues["rows_refused"])
    assert {"CheckViolation in listing_observation.refused": "03.html"} == summary.failed
    assert (0, 10, 0) == (again.pages, again.read_before, sum(again.new_rows.values()))
    found = rows(
        "SELECT path, parse_run.market, listing_count, detail FROM capture_origin JOIN parse_run USING (capture_id) "
        "JOIN parse_issue USING (parse_run_id) WHERE code = 'rows_refused' ORDER BY path"
    )
    assert [
        ("03.html", "dream", 0, "CheckViolation in listing_observation.refused"),
        ("07.html", "dream", 0, "CheckViolation in listing_observation.refused"),
    ] == [(path, market, listings, detail) for path, market, listings, detail in found]
    assert [(8,)] == rows("SELECT count(DISTINCT parse_run_id) FROM listing_observation")


def test_the_condition_names_the_column_and_not_the_value(folder: Path, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA research CASCADE")
        connection.exec_driver_sql("ALTER TABLE listing_observation ALTER COLUMN title TYPE varchar(16)")

    summary = replay(database.engine, [folder], workers=1)

    assert 10 == summary.new_rows["capture"]
    assert {"StringDataRightTruncation in listing_observation.title"} == {*summary.failed}


def test_what_is_refused_without_anything_that_was_read_is_an_error(folder: Path, database: Database) -> None:
    refuse(database, "parse_run", "market <> 'dream'")

    with pytest.raises(StoreError, match="violates check constraint"):
        replay(database.engine, [folder], workers=1)
