"""What a real browser does with the pages: it runs and loads nothing of theirs, and shows the marks."""

from __future__ import annotations

import socket
import time
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.capture import Capture, Origin
from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.connections import server_on
from cryptodrug_scraper.explore.door import ENTER
from cryptodrug_scraper.explore.guard import MOST_SENT
from cryptodrug_scraper.explore.invitations import Invitations
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from tests.explore.conftest import KEY, PAGES, ROOT
from tests.support.active_page import active_page
from tests.support.axe import violations
from tests.support.browsing import Page, browser
from tests.support.chromium import requested

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.explore.sources import Sources
    from cryptodrug_scraper.explore.writing import Writing


@contextmanager
def served(sources: Sources, path: str = "/", writing: Writing | None = None) -> Iterator[tuple[str, str]]:
    """The application on a port of loopback: where its pages lie, and an address that lets a browser in."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    invitations = Invitations()
    answering = application(sources, port, invitations, path=path, key=KEY, writing=writing)
    server = server_on(listening, answering, most_sent=0 if writing is None else MOST_SENT)
    Thread(target=server.run, daemon=True).start()
    own = f"http://127.0.0.1:{port}"
    yield f"{own}{ROOT}", f"{own}{ENTER}{invitations.give().token}"
    server.close()


@pytest.fixture
def hostile(own: Sources, tmp_path: Path) -> str:
    """A capture of a page that would do harm."""
    body = active_page()
    captured = parse_capture_time("2019-02-02T10:00:00Z")
    (tmp_path / "page.html").write_bytes(body)
    capture = Capture(body, Origin("folder", "page.html"), captured=captured, time_source="sidecar")
    with own.owner.connect() as connection:
        load(connection, [batch_of([(capture, parse_page(body, PageContext(None, captured)))], "0.1+dream.aaaa")])
    own.roots = [tmp_path, PAGES]
    return str(capture.capture_id)


@pytest.fixture
def address(own: Sources, hostile: str, page: Page) -> Iterator[tuple[str, str]]:
    """Where the pages lie, to which the browser was let in, and a capture of a page that would do harm."""
    with served(own) as (started, enter):
        page.call("Page.navigate", url=enter)
        page.wait(f"document.readyState === 'complete' && location.href === '{started}/'")
        yield started, hostile


def test_a_hostile_page_runs_nothing_and_loads_nothing(own: Sources, hostile: str) -> None:
    for path in (f"/capture/{hostile}", f"/capture/{hostile}/page?frame"):
        with served(own, path) as (_, enter):
            assert [] == requested(enter)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """One tab for all tests."""
    with browser() as tab:
        yield tab


def visit(page: Page, address: str, path: str, *, width: int = 1100, is_dark: bool = False) -> None:
    """Open a page of the application, and wait until it is drawn."""
    page.errors.clear()
    page.requests.clear()
    resize(page, width=width, is_dark=is_dark)
    page.call("Page.navigate", url="about:blank")
    page.call("Page.navigate", url=f"{address}{path}")
    page.wait("document.readyState === 'complete' && document.querySelector('footer') !== null")


def resize(page: Page, *, width: int, is_dark: bool) -> None:
    """Let the page that is shown have another width and other colours, as who turns a device has."""
    page.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 600)
    page.scheme(is_dark=is_dark)


def boxes(page: Page, selector: str) -> list[dict[str, Any]]:
    """The attributes and the sizes of the elements in a page that runs no scripts."""
    root = page.call("DOM.getDocument", depth=-1)["root"]["nodeId"]
    found = []
    for node in page.call("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"]:
        names = page.call("DOM.getAttributes", nodeId=node)["attributes"]
        model = page.call("DOM.getBoxModel", nodeId=node)["model"]
        found.append(dict(zip(names[::2], names[1::2], strict=True)) | {"w": model["width"], "h": model["height"]})
    return found


@pytest.mark.slow
def test_marks_are_seen_and_name_their_fields(page: Page, address: tuple[str, str]) -> None:
    started, capture = address
    visit(page, started, f"/capture/{capture}")
    assert page.ask("document.querySelector('iframe').contentDocument") is None  # it is of another origin
    page.call("Page.navigate", url=f"{started}/capture/{capture}/page")
    page.call("DOM.enable")
    marks: list[dict[str, Any]] = []
    until = time.monotonic() + 120
    while not marks and time.monotonic() < until:
        with suppress(RuntimeError):  # it is not drawn yet
            marks = boxes(page, "mark.cd-words")
    named = {mark["data-cd"] for mark in marks if mark["w"] > 0 and mark["h"] > 0}
    assert any("title" in name for name in named)
    assert any("ships_from" in name for name in named)
    assert [] == [error for error in page.errors if "Content Security Policy" not in error and "sandboxed" not in error]


def paths(sources: Sources, capture: str) -> Iterator[str]:
    """One page of each kind."""
    yield from (
        "/",
        "/search?q=weed",
        "/figures/country_share",
        "/figures/finding",
        "/figures/capture_time",
        "/snapshot/none",
        "/ask?sql=SELECT+1",
        "/ask?sql=SELECT+nothing+FROM+snapshot",
        "/ask?schema=rating",
        "/ask/share-by-month?country=Germany&first_day=2019-02-30&asked=yes",
        "/ask/moved-pages?asked=yes",
    )
    sql = "SELECT * FROM listing_snapshot WHERE seen_on = 'page' ORDER BY captured_at"
    listing = sources.ask("", "", sql).mappings[0]
    yield f"/record/{listing['listing_observation_id']}"
    yield f"/market/dream/listing/{listing['listing_id']}"
    yield f"/market/dream/vendor/{listing['vendor']}"
    yield f"/capture/{capture}"
    yield f"/compare/{listing['capture_id']}/{capture}"


@pytest.mark.parametrize("each_in", ["turn", pytest.param("both", marks=pytest.mark.campaign)])
@pytest.mark.slow
def test_every_kind_of_page_is_for_everybody(page: Page, address: tuple[str, str], own: Sources, each_in: str) -> None:
    """
    An accessibility checker finds nothing, light or dark, of which pages that look alike take turns; it fits a phone;
    it is used by keyboard; and nothing in it breaks its own policy or comes from elsewhere.
    """
    started, capture = address
    for number, path in enumerate(paths(own, capture)):
        visit(page, started, path)
        for width, is_dark in ((1100, False), (360, True)):
            resize(page, width=width, is_dark=is_dark)
            page.ask("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            assert (path, width) == (path, page.ask("document.documentElement.scrollWidth"))
            if each_in == "both" or is_dark == bool(number % 2):
                assert (path, []) == (path, violations(page))
        wrong = [error for error in page.errors if "favicon" not in error and "404" not in error]
        assert (path, []) == (path, wrong)
        asked = {"/".join(request.split("/")[:4]) for request in page.requests}
        assert {started} == {each for each in asked if not each.startswith(("data:", "about:"))}
        page.key("Tab")
        assert "To the content" == page.ask("document.activeElement.textContent")
