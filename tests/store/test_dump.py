from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database, open_for_reader, stop_embedded
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.dump import dump, restore
from cryptodrug_scraper.store.revisions import head_revision
from cryptodrug_scraper.store.server.programs import server_programs
from tests.support.command import run_command

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database


def cli(*words: str | Path) -> str:
    return run_command("db", *words, timeout=240).stdout.decode()


def test_a_database_is_dumped_and_restored_whole(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_database() as database, database.engine.connect() as connection:
        connection.execute(text("INSERT INTO text VALUES ('a'::bytea, 'Łódź')"))
        connection.commit()
        before = digest(connection)
    file = tmp_path / "markets.dump"
    assert "it holds handles and texts" in cli("dump", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(ConfigurationError, match="is there already"):
        dump(file)
    with pytest.raises(StoreError, match="is not empty: set CRYPTODRUG_HOME"):
        restore(file)

    monkeypatch.setenv(HOME_VARIABLE, str(own_home / "other"))
    try:
        (tmp_path / "junk").write_text("no dump")
        with pytest.raises(StoreError, match="pg_restore fails: .*does not appear to be a valid archive"):
            restore(tmp_path / "junk")
        assert f"at revision {head_revision()}" in cli("restore", file)
        with open_database() as database, database.engine.connect() as connection:
            assert digest(connection) == before
        with open_for_reader() as reader, reader.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM market_life").scalar_one() == 3
            with pytest.raises(Exception, match="permission denied"):
                connection.exec_driver_sql("SELECT * FROM public.text")
    finally:
        stop_embedded(force=True)


def test_a_dump_of_before_the_first_release_is_refused_and_nothing_is_restored(
    database: Database, empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0019'"))
    monkeypatch.setenv("PATH", f"{server_programs()}:{os.environ['PATH']}")
    dump(tmp_path / "older.dump")
    monkeypatch.setenv(URL_VARIABLE, empty_url)

    with pytest.raises(StoreError, match="older.dump is a dump of revision 0019, which was in no release"):
        restore(tmp_path / "older.dump")

    with open_database(any_revision=True) as empty:
        assert empty.revision is None
