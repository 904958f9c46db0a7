from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import open_database, open_for_reader, stop_embedded
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.dump import dump, restore
from cryptodrug_scraper.store.revisions import head_revision
from tests.support.command import run_command

if TYPE_CHECKING:
    from pathlib import Path


def cli(*words: str | Path) -> str:
    return run_command("db", *words, timeout=240).stdout.decode()


def test_a_database_is_dumped_and_restored_whole(
    made_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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

    monkeypatch.setenv(HOME_VARIABLE, str(made_home / "other"))
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
