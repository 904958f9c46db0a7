"""
The shipped windows, and the world of the demo, each replayed and derived once for all tests of a run.

``shared`` is a copy of the windows for tests that only read; a test that changes something has one of its ``own``.
``own_of_one`` is one of a market alone, of which a derivation takes a third of the time. ``demonstrated`` is one of the
demo, for tests of what its readers see.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.tables import ROW_TABLES
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from cryptodrug_scraper.store.digest import derived_digest
from cryptodrug_scraper.study.run import derive
from tests.support.made_once import made_once
from tests.support.new_database import kept_database, new_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

    from cryptodrug_scraper.derive.run import Derivation
    from cryptodrug_scraper.replay import Summary
    from cryptodrug_scraper.store.database import Database

__all__ = ["ALL_PARTS", "DEMO", "ONE_MARKET", "WINDOWS", "Opened", "Windows", "windows_of_run"]

WINDOWS = Path(__file__).parents[2] / "fixtures" / "windows"
DEMO = WINDOWS.parent / "demo"
ONE_MARKET = "empire"
ALL_PARTS = ["rates", "dream", "empire", "wallstreet", "across markets"]


@dataclass(frozen=True)
class Windows:
    """A database of the windows: its name, what replaying and deriving told, and the digest of its derived rows."""

    name: str
    summary: Summary
    derivation: Derivation
    digest: str


@dataclass(frozen=True)
class Opened:
    """A database, and short ways to look at it."""

    database: Database

    def derive(self) -> Derivation:
        return derive(self.database, read_parameters())

    def digest(self) -> str:
        with self.database.engine.connect() as connection:
            return derived_digest(connection)

    def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        with self.database.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def one(self, query: str, **values: Any) -> Any:
        ((found,),) = self.rows(query, **values)
        return found

    def forget_market(self, market: str) -> None:
        """Take away what was derived of one market and across markets, and every run."""
        gone = "(SELECT part_id FROM derived.part WHERE market = :market OR step = 'across')"
        with self.database.engine.begin() as connection:
            connection.execute(text("TRUNCATE derived.derive_run CASCADE"))
            for table in ROW_TABLES.values():
                connection.execute(
                    text(f"DELETE FROM derived.{table.name} WHERE part_id IN {gone}"), {"market": market}
                )
            connection.execute(text(f"DELETE FROM derived.part WHERE part_id IN {gone}"), {"market": market})

    def forget(self) -> None:
        """Take all that was derived away."""
        with self.database.engine.begin() as connection:
            connection.execute(text("TRUNCATE derived.derive_run, derived.part CASCADE"))
            for (table,) in self.rows(
                "SELECT relname FROM pg_class WHERE relnamespace = 'derived'::regnamespace AND relkind = 'r'"
            ):
                connection.execute(text(f"TRUNCATE derived.{table} CASCADE"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one process run tests that share what is made of the windows: packages, reports, or what a file makes."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "windows" in names:
            file = item.nodeid.partition("::")[0]
            shared = next((name for name in ("packages", "reported", "observed") if name in names), file)
            item.add_marker(pytest.mark.xdist_group(shared))
        elif "one_market" in names:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
        elif "demo" in names:
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="session")
def windows(server: URL, template: str) -> Windows:
    """A database of the windows to be copied, and to which nobody is connected."""
    return windows_of_run(server, template)


@pytest.fixture(scope="session")
def demo(server: URL, template: str) -> Windows:
    """The same of what ``make demo`` loads."""
    return made_once("demo", lambda: _derived(server, template, DEMO))


@pytest.fixture(scope="session")
def one_market(server: URL, template: str) -> Windows:
    """The same of the window of `ONE_MARKET` alone, for tests of what does not hang on other markets."""
    return made_once("one_market", lambda: _derived(server, template, WINDOWS / ONE_MARKET))


def windows_of_run(server: URL, template: str) -> Windows:
    """Make that database, or wait until another process of the run has made it."""
    return made_once("windows", lambda: _derived(server, template, WINDOWS))


def _derived(server: URL, template: str, folder: Path) -> Windows:
    url = kept_database(server, folder.name, template)
    with pytest.MonkeyPatch.context() as patch:  # other tests of the process have other databases
        patch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        with open_database() as database:
            summary = replay(database.engine, [folder], workers=2)
            opened = Opened(database)
            derivation, digest = opened.derive(), opened.digest()
    assert url.database is not None
    return Windows(url.database, summary, derivation, digest)


@pytest.fixture
def own(server: URL, windows: Windows, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """A copy of the windows' database, which the command line opens too."""
    yield from _opened(server, windows, monkeypatch)


@pytest.fixture
def own_of_one(server: URL, one_market: Windows, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """A copy of the database of one market, which the command line opens too."""
    yield from _opened(server, one_market, monkeypatch)


def _opened(server: URL, derived: Windows, patch: pytest.MonkeyPatch) -> Iterator[Opened]:
    with new_database(server, derived.name) as url:
        patch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        with open_database() as database:
            yield Opened(database)


@pytest.fixture(scope="session")
def shared(server: URL, windows: Windows) -> Iterator[Opened]:
    """One copy for all tests that only read."""
    with _copy(server, windows) as opened:
        yield opened


@pytest.fixture(scope="session")
def demonstrated(server: URL, demo: Windows) -> Iterator[Opened]:
    """One copy of the demo."""
    with _copy(server, demo) as opened:
        yield opened


@contextmanager
def _copy(server: URL, windows: Windows) -> Iterator[Opened]:
    with new_database(server, windows.name) as url, ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
            database = stack.enter_context(open_database(read_only=True))
        yield Opened(database)


@pytest.fixture(autouse=True)
def _shared_is_open(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, _begins_at_home: None) -> None:
    """Open the copy that a test reads for the program."""
    names = set(request.fixturenames)
    copy = "demonstrated" if "demonstrated" in names else "shared" if {"shared", "windows"} <= names else None
    if copy is not None and "own" not in names:
        url = request.getfixturevalue(copy).database.engine.url
        monkeypatch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
