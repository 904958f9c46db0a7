"""The application on a database with a few pages, and a client that was let in."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.database import open_for_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from cryptodrug_scraper.store.database import Database

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages" / "dream"
PORT = 8099
TOKEN = secrets.token_urlsafe(8)


@pytest.fixture
def sources(database: Database) -> Iterator[Sources]:
    """The sources, with every page of Dream's listings, vendors and lists loaded."""
    replay(database.engine, [PAGES], workers=1)
    with open_for_reader() as views:
        yield Sources(views.engine, database.engine, [PAGES])


@pytest.fixture
def made(sources: Sources) -> Flask:
    """The application."""
    return application(sources, PORT, TOKEN)


@pytest.fixture
def client(made: Flask) -> FlaskClient:
    """A client that opened the address with the token, as a browser does."""
    client = made.test_client()
    answer = client.get(f"/?token={TOKEN}", base_url=f"http://127.0.0.1:{PORT}")
    assert 303 == answer.status_code
    return client
