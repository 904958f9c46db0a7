"""The command line as a user runs it: a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import NullPool, create_engine

from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from tests.support.command import run_command
from tests.support.made_once import made_once
from tests.support.new_database import kept_database, new_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from subprocess import CompletedProcess

    from sqlalchemy import URL

    from cryptodrug_scraper.store.database import Database

    Run = Callable[..., CompletedProcess[bytes]]


@pytest.fixture
def run() -> Run:
    """Run ``cryptodrug`` and expect an exit code; whatever happens, it prints no traceback."""
    return run_command


@pytest.fixture
def loaded(server: URL, template: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database of the test's own, with the listings and the wall of Dream's fixtures in it."""
    with new_database(server, made_once("loaded", lambda: _loaded(server, template))) as url:
        monkeypatch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        with open_database() as opened:
            yield opened


def _loaded(server: URL, template: str) -> str:
    pages = Path(__file__).parents[2] / "fixtures" / "pages" / "dream"
    url = kept_database(server, "loaded", template)
    replay(create_engine(url, poolclass=NullPool), [pages / "listing", pages / "login"], workers=1)
    assert url.database is not None
    return url.database
