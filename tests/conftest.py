"""
What all tests share: a home of their own, and databases on a real server.

``CRYPTODRUG_TEST_SERVER`` names a server for the databases (an administrator's address, such as
``postgresql://postgres@localhost/postgres``); without it they lie on an embedded one. All processes of a run share it.
"""

from __future__ import annotations

import gc
import inspect
import os
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from sqlalchemy import NullPool, create_engine, make_url, text

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from cryptodrug_scraper.store.migrate import upgrade
from tests.support.command import loads_anew, share_program
from tests.support.keep_charts import keep_charts
from tests.support.made_once import begin_run, made_once, of_run
from tests.support.new_database import drop_kept, kept_database, new_database
from tests.support.next_revision import NextRevision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Engine

    from cryptodrug_scraper.store.database import Database

pytest_plugins = [
    "tests.support.copied_processes",
    "tests.support.derived_windows",
    "tests.support.shared_workers",
    "tests.support.left_sockets",  # of those that come last, the later is called last: it collects what the others left
    "tests.support.slow_first",
    "tests.support.tor_fixtures",
]

_LONGEST_NAME = 200
"""Characters of a text for which a test is named."""

# the first use of a library may take longer than all others
settings.register_profile("short", deadline=None, max_examples=50)
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile("short")


def pytest_configure(config: pytest.Config) -> None:
    """Let the processes of a run share what they make, and leave nothing of it behind."""
    if hasattr(config, "workerinput"):
        return
    config.add_cleanup(begin_run().cleanup)
    if config.getoption("tx", None) and not config.option.collectonly:
        config.add_cleanup(share_program(of_run()))
    named = _named_server()
    if named is not None:
        config.add_cleanup(lambda: drop_kept(named))


def pytest_sessionstart(session: pytest.Session) -> None:
    """
    Make what most tests need while the tests are imported elsewhere: a processor would be idle.

    What cannot be made is told by those tests, as they try again.
    """
    from tests.support.derived_windows import windows_of_run  # once it is registered as a plug-in

    config = session.config
    if config.args_source is not pytest.Config.ArgsSource.TESTPATHS or not config.getoption("tx", None):
        return
    stack = ExitStack()
    config.add_cleanup(stack.close)
    with TemporaryDirectory(prefix="cryptodrug-test-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, folder)
        patch.delenv(URL_VARIABLE, raising=False)
        with suppress(Exception):
            server = stack.enter_context(_running_server())
            windows_of_run(server, made_once("template", lambda: _template(server)))


def pytest_collectstart() -> None:
    """Look for no garbage while some million objects are made: hardly one is any."""
    gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class, obj: object) -> list[pytest.Item] | None:
    """Make no tests of what a run of all leaves to another one: they would be made in each process, a third of all."""
    config = collector.config
    if [Path(each).name for each in config.args] != config.getini("testpaths") or not inspect.isfunction(obj):
        return None
    marks = (*collector.iter_markers(), *getattr(obj, "pytestmark", ()))
    return [] if any(f"not {mark.name}" in config.option.markexpr for mark in marks) else None


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a test by the beginning of a long text: each of its reports has the name, several times."""
    if not isinstance(val, str | bytes) or len(val) <= _LONGEST_NAME:
        return None
    begun = val[:_LONGEST_NAME]
    return f"{begun if isinstance(begun, str) else begun.decode('latin-1')}… of {len(val)}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Refuse to run where tests of a group would be spread over processes: each would make anew what they share.

    A pytest that is newer than pytest-xdist knows does that without a word.
    """
    if not getattr(config.option, "loadgroup", False):
        return
    spread = [item.nodeid for item in items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid]
    if spread:
        msg = f"pytest-xdist does not keep groups of tests together with pytest {pytest.__version__}: {spread[0]}"
        raise pytest.UsageError(msg)


def pytest_collection_finish() -> None:
    """Leave what was collected out of all later searches for garbage, and search seldom: it took a 25th of the time."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def home() -> Iterator[Path]:
    """
    A home for the whole session, so that no test ever touches the user's.

    It does not lie among pytest's own folders: every session that starts closes those to the server's system user.
    """
    with TemporaryDirectory(prefix="cryptodrug-test-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, folder)
        patch.delenv(URL_VARIABLE, raising=False)
        yield Path(folder)


@pytest.fixture(scope="session", autouse=True)
def _charts() -> None:
    """Have all reports of the run take the script of charts that one of them made."""
    keep_charts(made_once)


@pytest.fixture(autouse=True)
def _begins_at_home(home: Path) -> None:
    """
    A fixture for many tests that leaves its home or database behind would have others write there, and one that leaves
    what Python reads at its start would have each of their commands load the program anew.
    """
    assert (os.environ[HOME_VARIABLE], os.environ.get(URL_VARIABLE)) == (str(home), None)
    assert [] == loads_anew()


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    """The address of a database of a running server, as whom new databases can be made."""
    with _running_server() as address:
        yield address


@contextmanager
def _running_server() -> Iterator[URL]:
    named = _named_server()
    if named is not None:
        yield named
        return
    from cryptodrug_scraper.store.server.embedded import embedded_server  # needs a POSIX system

    with embedded_server(of_run()) as running:
        address = make_url(running.uri("postgres")).set(drivername="postgresql+psycopg2")
        made_once("server", lambda: _hasten(address))
        yield address


def _named_server() -> URL | None:
    named = os.environ.get("CRYPTODRUG_TEST_SERVER")
    return make_url(named).set(drivername="postgresql+psycopg2") if named else None


def _hasten(server: URL) -> None:
    """Let a server keep nothing that only a crash of the machine would lose: that is of no use to anybody."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("ALTER SYSTEM SET full_page_writes = off"))
        connection.execute(text("ALTER SYSTEM SET autovacuum = off"))  # no database lasts long enough to need it
        connection.execute(text("SELECT pg_reload_conf()"))


@pytest.fixture(scope="session")
def template(server: URL) -> str:
    """The name of an empty database with the newest schema."""
    return made_once("template", lambda: _template(server))


def _template(server: URL) -> str:
    url = kept_database(server, "template")
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        upgrade(connection)
    assert url.database is not None
    return url.database


@pytest.fixture
def empty_url(server: URL) -> Iterator[str]:
    """The address of a database without any schema."""
    with new_database(server) as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture
def database(server: URL, template: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database of the test's own with the newest schema, which the command line opens too."""
    with new_database(server, template) as url:
        monkeypatch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        with open_database() as opened:
            yield opened


@pytest.fixture
def next_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NextRevision:
    """A revision that a later version of the program has, once the test calls it with what it does."""
    return NextRevision(tmp_path, monkeypatch)


@pytest.fixture(scope="session")
def scratch(server: URL, template: str) -> Iterator[Engine]:
    """One database for tests that leave nothing behind in it."""
    with new_database(server, template) as url:
        engine = create_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def asked(scratch: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """That database, which the command line opens too, for commands that change nothing."""
    monkeypatch.setenv(URL_VARIABLE, scratch.url.render_as_string(hide_password=False))
    return scratch
