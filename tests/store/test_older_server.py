"""A database moves between major versions of PostgreSQL, whole; one that is too old refuses it, and stays as it was."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database, open_for_reader
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.dump import dump, restore
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from cryptodrug_scraper.store.migrate import upgrade
from cryptodrug_scraper.store.revisions import head_revision
from cryptodrug_scraper.store.server.programs import server_programs
from tests.support.older_postgres import older_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.store.conftest import Page

_MONTHS = "SELECT market, month, listing_count, vendor_count FROM research.snapshot_month ORDER BY 1, 2"

_TAKES = 17
"""The oldest major version that takes what the embedded server's programs dump."""


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty database on a server of an older major version, whose programs are first on the PATH."""
    with older_postgres() as (programs, address):
        monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
        yield address


def filled(pages: list[Page]) -> tuple[int, str, list[Any]]:
    """Fill the database that is named now, and tell what it holds."""
    with open_database(any_revision=True) as database, database.engine.connect() as connection:
        upgrade(connection)
        load(connection, [batch_of(pages, "1.0+test.1")])
    return held()


def held() -> tuple[int, str, list[Any]]:
    """The major version of the server, the digest of the database, and what researchers see of it."""
    with open_database(read_only=True) as database, database.engine.connect() as connection:
        with open_for_reader(database) as reader, reader.engine.connect() as reading:
            months = [tuple(row) for row in reading.execute(text(_MONTHS))]
        return int(database.server_version.partition(".")[0]), digest(connection), months


@pytest.mark.slow
def test_a_database_moves_from_an_older_server_to_the_embedded_one(
    own_home: Path, older: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, some_pages: list[Page]
) -> None:
    assert own_home.is_dir()
    with monkeypatch.context() as named:
        named.setenv(URL_VARIABLE, older)
        major, before, months = filled(some_pages)
        dump(tmp_path / "markets.dump")

    assert head_revision() == restore(tmp_path / "markets.dump")
    newer_major, after, same_months = held()
    assert major < newer_major
    assert before == after
    assert months
    assert months == same_months
    with open_database() as database, database.engine.connect() as connection:
        connection.execute(text("CREATE VIEW research.later AS SELECT 1 AS one"))
        connection.commit()
        with open_for_reader(database) as reader, reader.engine.connect() as reading:
            assert reading.execute(text("SELECT one FROM research.later")).scalar_one() == 1


@pytest.mark.slow
def test_a_database_moves_from_the_embedded_server_to_an_older_one_whole_or_not_at_all(
    own_home: Path, older: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, some_pages: list[Page]
) -> None:
    assert own_home.is_dir()
    _, *before = filled(some_pages)
    dump(tmp_path / "markets.dump")

    with monkeypatch.context() as named:
        named.setenv(URL_VARIABLE, older)
        with open_database(any_revision=True) as database, database.engine.begin() as connection:
            connection.execute(text("CREATE ROLE cryptodrug_reader LOGIN"))  # as an administrator does
        if int(database.server_version.partition(".")[0]) >= _TAKES:
            assert head_revision() == restore(tmp_path / "markets.dump")
            assert before == list(held()[1:])
            return
        with pytest.raises(StoreError, match="pg_restore fails: .*unsupported version"):
            restore(tmp_path / "markets.dump")
        named.setenv("PATH", f"{server_programs()}:{os.environ['PATH']}")  # a newer program asks for newer settings
        with pytest.raises(StoreError, match="pg_restore fails: .*transaction_timeout"):
            restore(tmp_path / "markets.dump")
        with open_database(any_revision=True) as database:
            assert database.revision is None
