"""What a real browser does with the pages: it runs and loads nothing of theirs, and shows the marks."""

from __future__ import annotations

import secrets
import socket
import time
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from waitress.server import create_server

from cryptodrug_scraper.capture import Capture, Origin
from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.store.batch import batch_of
from cryptodrug_scraper.store.database import open_for_reader
from cryptodrug_scraper.store.load import load
from tests.support.active_page import active_page
from tests.support.browsing import Page, browser
from tests.support.chromium import requested

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

TOKEN = secrets.token_urlsafe(8)


@contextmanager
def served(sources: Sources) -> Iterator[str]:
    """The application on a port of loopback, by its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = create_server(application(sources, port, TOKEN), sockets=[listening], threads=4)
    Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{port}"
    server.close()


@pytest.fixture
def address(database: Database, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of the application, and a capture of a page that would do harm."""
    body = active_page()
    captured = parse_capture_time("2019-02-02T10:00:00Z")
    (tmp_path / "page.html").write_bytes(body)
    capture = Capture(body, Origin("folder", "page.html"), captured=captured, time_source="sidecar")
    with database.engine.connect() as connection:
        load(connection, [batch_of([(capture, parse_page(body, PageContext(None, captured)))], "0.1+dream.aaaa")])
    with open_for_reader() as views, served(Sources(views.engine, database.engine, [tmp_path])) as started:
        yield started, str(capture.capture_id)


def test_a_hostile_page_runs_nothing_and_loads_nothing(address: tuple[str, str]) -> None:
    started, capture = address
    assert [] == requested(f"{started}/capture/{capture}?token={TOKEN}")
    assert [] == requested(f"{started}/capture/{capture}/page?frame&token={TOKEN}")


def boxes(page: Page, selector: str) -> list[dict[str, Any]]:
    """The attributes and the sizes of the elements in a page that runs no scripts."""
    root = page.call("DOM.getDocument", depth=-1)["root"]["nodeId"]
    found = []
    for node in page.call("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"]:
        names = page.call("DOM.getAttributes", nodeId=node)["attributes"]
        model = page.call("DOM.getBoxModel", nodeId=node)["model"]
        found.append(dict(zip(names[::2], names[1::2], strict=True)) | {"w": model["width"], "h": model["height"]})
    return found


def test_marks_are_seen_and_name_their_fields(address: tuple[str, str]) -> None:
    started, capture = address
    with browser() as page:
        page.call("Page.navigate", url=f"{started}/capture/{capture}?token={TOKEN}")
        page.wait("document.readyState === 'complete' && document.querySelector('iframe') !== null")
        assert page.ask("document.querySelector('iframe').contentDocument") is None  # it is of another origin
        page.call("Page.navigate", url=f"{started}/capture/{capture}/page")
        page.call("DOM.enable")
        marks: list[dict[str, Any]] = []
        until = time.monotonic() + 30
        while not marks and time.monotonic() < until:
            with suppress(RuntimeError):  # it is not drawn yet
                marks = boxes(page, "mark.cd-words")
        named = {mark["data-cd"] for mark in marks if mark["w"] > 0 and mark["h"] > 0}
        assert any("title" in name for name in named)
        assert any("ships_from" in name for name in named)
        assert [] == [
            error for error in page.errors if "Content Security Policy" not in error and "sandboxed" not in error
        ]


def test_no_page_of_the_application_breaks_its_own_policy(address: tuple[str, str]) -> None:
    started, capture = address
    with browser() as page:
        for path in ("/", f"/capture/{capture}", "/search?q=a", "/figures/country_share"):
            sign = "&" if "?" in path else "?"
            page.call("Page.navigate", url=f"{started}{path}{sign}token={TOKEN}")
            page.wait("document.readyState === 'complete' && document.querySelector('footer') !== null")
            assert "token" not in page.ask("location.href")
            assert [] == [error for error in page.errors if "favicon" not in error]
        assert {started} == {"/".join(request.split("/")[:3]) for request in page.requests}
