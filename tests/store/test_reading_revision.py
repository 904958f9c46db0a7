"""Revision 0103: a page has one row, whatever its readings know of its time; forward and back, with data."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.page.records import Site
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.digest import digest, observed_sums
from cryptodrug_scraper.store.dump import restore
from cryptodrug_scraper.store.migrate import downgrade, upgrade
from tests.store.released.keep import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database

PAGES = "SELECT tableoid::regclass::text, * FROM capture ORDER BY capture_id"
RUNS = "SELECT * FROM parse_run ORDER BY parse_run_id"
HIDDEN = "SELECT parser_version FROM superseded_run JOIN parse_run USING (parse_run_id) ORDER BY 1"
AS_RELEASED = (
    "SELECT count(*), sum(('x' || left(md5(t::text), 16))::bit(64)::bigint::numeric), "
    "sum(('x' || right(md5(t::text), 16))::bit(64)::bigint::numeric) FROM capture t"
)


def rows(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    found = [tuple(row) for row in connection.execute(text(sql))]
    connection.rollback()
    return found


def test_a_page_that_was_two_rows_is_one_and_going_back_makes_two_again(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    dated, page = make_page(make_listing("1"), at=date(2019, 3, 1))
    timeless, _ = make_page(make_listing("1"), name="timeless")
    clocked = replace(page, records=[*page.records, Site(server_time=datetime(2019, 2, 28, 22, tzinfo=UTC))])
    load_pages([(dated, page), (timeless, page)], "1.0")
    load_pages([(dated, clocked), (timeless, clocked)], "1.1")
    with database.engine.connect() as connection:
        pages, runs, before = rows(connection, PAGES), rows(connection, RUNS), digest(connection)
        assert {None, datetime(2019, 3, 1, tzinfo=UTC)} == {row[2] for row in pages}

        downgrade(connection, "0102")
        split = rows(
            connection, "SELECT capture_id, captured_at, time_precision, time_basis FROM capture ORDER BY 2, 4"
        )
        assert [
            ("second", "page_clock", 2),
            ("second", "page_clock", 2),
            ("day", "source", 3),
            ("unknown", "none", None),
        ] == [(precision, basis, at and at.month) for _, at, precision, basis in split]
        assert 2 == len({row[0] for row in split})
        assert [("1.0",), ("1.0",)] == rows(connection, HIDDEN)

        upgrade(connection)
        assert (pages, runs, before) == (rows(connection, PAGES), rows(connection, RUNS), digest(connection))


def test_what_a_missing_plug_in_left_behind_is_mended(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    """A day without the plug-in: its pages were read once more, as those of no market, and vanished from the views."""
    capture, page = make_page(make_listing("1"), at=date(2019, 3, 1))
    unknown = replace(page, market=None, records=[], facts={})
    with database.engine.connect() as connection:
        downgrade(connection, "0102")
        upgrade(connection)
        load_pages([(capture, page)], "1.0+dream.a")
        load_pages([(capture, unknown)], "1.0+none.b")
        downgrade(connection, "0102")
        assert [("1.0+dream.a",)] == rows(connection, HIDDEN), "as released versions had it"

        upgrade(connection)

        assert [("1.0+none.b",)] == rows(connection, HIDDEN)
        assert 1 == len(rows(connection, "SELECT FROM research.listing_snapshot"))


@pytest.mark.usefixtures("own_home")
def test_a_released_database_comes_forward_and_goes_back_with_its_pages_to_the_letter(tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(gzip.decompress((FOLDER / "0.2.0.dump.gz").read_bytes()))
    restore(tmp_path / "dump")
    with open_database() as database, database.engine.connect() as connection:
        before, pages, runs = digest(connection), rows(connection, PAGES), rows(connection, RUNS)
        released = tuple(connection.execute(observed_sums("capture")).one())
        connection.rollback()

        downgrade(connection, "0100")
        assert [released] == rows(connection, AS_RELEASED)

        upgrade(connection)
        assert (before, pages, runs) == (digest(connection), rows(connection, PAGES), rows(connection, RUNS))
