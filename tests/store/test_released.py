"""What was released stays: migrations to the byte, and databases with all that is in them."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from cryptodrug_scraper.store.dump import dump, restore
from cryptodrug_scraper.store.revisions import head_revision
from cryptodrug_scraper.store.server.programs import server_programs
from tests.store.released.keep import FOLDER, ROOT, added_before, changed, contents, kept_scripts

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

RELEASES = sorted(path.name.removesuffix(".dump.gz") for path in FOLDER.glob("*.dump.gz"))


def test_migrations_of_releases_are_what_they_were_and_new_ones_come_after_them() -> None:
    kept = kept_scripts()

    assert "migrations/versions/0100_tables.py" in kept
    assert ([], []) == (changed(ROOT, kept), added_before(ROOT, kept))


def test_a_released_migration_that_is_changed_or_gone_is_found_and_so_is_one_beside_it(tmp_path: Path) -> None:
    kept = kept_scripts()
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations")
    sql = tmp_path / "migrations" / "sql"
    (sql / "0100_text.sql").write_text((sql / "0100_text.sql").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (sql / "0100_site.sql").unlink()
    (sql / "0100_later.sql").touch()
    (sql / "9000_later.sql").touch()

    assert {"migrations/sql/0100_text.sql", "migrations/sql/0100_site.sql"} == set(changed(tmp_path, kept))
    assert ["migrations/sql/0100_later.sql"] == added_before(tmp_path, kept)


@pytest.mark.usefixtures("own_home")
@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.slow
def test_a_database_of_a_release_comes_to_this_version_with_all_that_it_holds(release: str, tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(gzip.decompress((FOLDER / f"{release}.dump.gz").read_bytes()))

    assert head_revision() == restore(tmp_path / "dump")

    with open_database() as database, database.engine.connect() as connection:
        held = contents(connection)
    said = json.loads((FOLDER / f"{release}.json").read_text(encoding="utf-8"))
    rows, counted = said.pop("rows"), held.pop("rows")
    assert said == held
    assert rows == {view: counted[view] for view in rows}


def test_there_is_a_database_of_each_release() -> None:
    assert "0.2.0" in RELEASES


def test_a_dump_of_before_the_first_release_is_refused_and_nothing_is_restored(
    database: Database, empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{server_programs()}:{os.environ['PATH']}")
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0019'"))
    dump(tmp_path / "older.dump")
    monkeypatch.setenv(URL_VARIABLE, empty_url)

    with pytest.raises(StoreError, match="older.dump is a dump of revision 0019, which was in no release"):
        restore(tmp_path / "older.dump")

    with open_database(any_revision=True) as empty:
        assert empty.revision is None
