"""The application on a database with a few pages, and a client that was let in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.door import ENTER
from cryptodrug_scraper.explore.guard import Key
from cryptodrug_scraper.explore.invitations import Invitations
from cryptodrug_scraper.explore.looking import Looking
from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database, open_for_reader
from tests.support.derived_windows import WINDOWS
from tests.support.new_database import new_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from sqlalchemy import URL

    from tests.support.derived_windows import Windows

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages" / "dream"
PORT = 8099
OWN = f"http://127.0.0.1:{PORT}"
KEY = Key("/known-to-one-browser")
ROOT = KEY.root
"""The path below which the pages of a test's application lie."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one process run all tests that look at loaded pages, so that these are loaded once."""
    here = Path(__file__).parent
    for item in items:
        if "loaded" in getattr(item, "fixturenames", ()) and here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("explore"))


@pytest.fixture(scope="session")
def loaded(server: URL, template: str) -> Iterator[URL]:
    """The address of a database with every page of Dream's listings, vendors and lists, of which copies are used."""
    with new_database(server, template) as url:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
            with open_database() as database:
                replay(database.engine, [PAGES], workers=1)
        yield url


@pytest.fixture(scope="session")
def shared(server: URL, loaded: URL) -> Iterator[tuple[URL, Sources]]:
    """A copy for all tests that only read, and the sources of the application."""
    assert loaded.database is not None
    with new_database(server, loaded.database) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        with open_database(read_only=True) as database, open_for_reader() as views:
            patch.undo()
            yield url, Sources(views.engine, database.engine, [PAGES], Looking(120))


@pytest.fixture(scope="module")
def derived(server: URL, windows: Windows) -> Iterator[Sources]:
    """The sources of a copy of the windows, of which figures are derived."""
    with new_database(server, windows.name) as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        with open_database(read_only=True) as database, open_for_reader() as views:
            patch.undo()
            yield Sources(views.engine, database.engine, [WINDOWS], Looking(120))


@pytest.fixture
def sources(shared: tuple[URL, Sources], monkeypatch: pytest.MonkeyPatch) -> Sources:
    """The sources, of a database that the command line opens too."""
    url, sources = shared
    monkeypatch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
    return sources


@pytest.fixture
def own(server: URL, loaded: URL, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sources]:
    """The sources of a copy of the database that a test may change."""
    assert loaded.database is not None
    with new_database(server, loaded.database) as url:
        monkeypatch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        with open_database() as database, open_for_reader() as views:
            yield Sources(views.engine, database.engine, [PAGES], Looking(120))


def let_in(sources: Sources) -> FlaskClient:
    """A client that opened an address that lets it in, as a browser does."""
    invitations = Invitations()
    client = application(sources, PORT, invitations, key=KEY).test_client()
    answer = client.get(f"{ENTER}{invitations.give().token}", base_url=OWN)
    assert 200 == answer.status_code
    assert f'content="0; url={ROOT}/"' in answer.text
    return client


@pytest.fixture
def client(sources: Sources) -> FlaskClient:
    """A client of the shared database."""
    return let_in(sources)
