"""What surrounds a replay changes nothing: zone, locale and hash seed, settings of the server, sizes of the pieces."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import NullPool, create_engine, text

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers import chunks
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.digest import digest
from tests.support.new_database import new_database

if TYPE_CHECKING:
    from sqlalchemy import URL

    from cryptodrug_scraper.store.database import Database

pytestmark = pytest.mark.xdist_group("surroundings")  # what is expected is found out once

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
PAGES = [FIXTURES / "none", FIXTURES / "dream" / "listing", FIXTURES / "wallstreet" / "listing"]
CLIENTS = {
    "east of all": {"TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "1"},
    "west of all": {"TZ": "Etc/GMT+12", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR", "PYTHONHASHSEED": "2"},
    "plain": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PGTZ": "Asia/Kathmandu"},
}
SERVERS = {
    "east of all": ("timezone = 'Pacific/Kiritimati'", "datestyle = 'German'"),
    "west of all": ("timezone = 'Etc/GMT+12'", "datestyle = 'SQL, DMY'", "bytea_output = 'escape'"),
    "plain": ("extra_float_digits = 0", "intervalstyle = 'iso_8601'", "lc_messages = 'C'", "lc_numeric = 'C'"),
}


def said(database: Database) -> str:
    with database.engine.connect() as connection:
        return digest(connection)


@pytest.fixture(scope="module")
def expected(server: URL, template: str) -> str:
    """The digest of a plain replay in this process."""
    with new_database(server, template) as url:
        engine = create_engine(url, poolclass=NullPool)
        with engine.connect() as connection:
            without = digest(connection)
        replay(engine, PAGES, workers=1)
        with engine.connect() as connection:
            found = digest(connection)
    assert found != without
    return found


@pytest.mark.parametrize(
    "where",
    [
        "east of all",
        pytest.param("plain", marks=pytest.mark.slow),
        pytest.param("west of all", marks=pytest.mark.campaign),
    ],
)
def test_zone_locale_and_hash_seed_of_client_and_settings_of_server_change_nothing(
    database: Database, expected: str, where: str
) -> None:
    with database.engine.begin() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar_one()
        for setting in SERVERS[where]:
            connection.execute(text(f"ALTER DATABASE {name} SET {setting}"))
    database.engine.dispose()
    command = [sys.executable, "-m", "cryptodrug_scraper"]
    environment = {**os.environ, **CLIENTS[where]}
    subprocess.run(
        [*command, "replay", *map(str, PAGES)], env=environment, capture_output=True, check=True, timeout=120
    )
    done = subprocess.run([*command, "db", "digest"], env=environment, capture_output=True, check=True, timeout=120)
    assert expected == done.stdout.decode().strip() == said(database)


@pytest.mark.parametrize("pages", [1, 7])
@pytest.mark.slow
def test_the_size_of_the_pieces_of_work_changes_nothing(
    database: Database, expected: str, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    monkeypatch.setattr(chunks, "MOST_PAGES", pages)
    replay(database.engine, PAGES, workers=1)
    assert expected == said(database)


def test_each_page_by_itself_and_all_of_them_again_change_nothing(database: Database, expected: str) -> None:
    bodies = sorted(body for folder in PAGES for body in folder.rglob("body.html"))
    replay(database.engine, bodies[::-2], workers=1)
    for body in bodies[::5]:
        with suppress(ArchiveError):  # one of them is no page, which a replay of it alone says
            replay(database.engine, [body], workers=1)
    replay(database.engine, PAGES, workers=1)
    assert expected == said(database)
