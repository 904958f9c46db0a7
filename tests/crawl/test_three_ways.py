"""What is a page when it comes is one when the crawl is resumed, replayed or imported, whatever a server answers."""

from __future__ import annotations

import gzip
import json
import signal
import threading
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from cryptodrug_scraper.archive.importing import import_paths
from cryptodrug_scraper.crawl.recovery import captures_of_crawl
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.importers import ImportReport, captures_in
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.migrate import upgrade
from tests.support.answers import GONE, Answer, Answering, crawl_of, ended, fixture
from tests.support.private_tor import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

LIST = fixture("category_list/synthetics_empty")
PACKED = gzip.compress(LIST)
HTML = ("Content-Type", "text/html; charset=utf-8")


def encoded(encoding: str, body: bytes) -> Answer:
    return Answer(body, headers=(HTML, ("Content-Encoding", encoding)))


ANSWERS = {
    "a page": Answer(LIST),
    "a page called JSON": Answer(LIST, headers=(("Content-Type", "application/json"),)),
    "a page called nothing": Answer(LIST, headers=()),
    "a page called by two names": Answer(LIST, headers=(("Content-Type", "image/png"), HTML)),
    "a page called by what is no name": Answer(LIST, headers=(("Content-Type", " tüxt/\x85html;"),)),
    "JSON": Answer(b'{"error": "later"}', headers=(("Content-Type", "application/json"),)),
    "a picture called a page": Answer(b"\x89PNG\r\n\x1a\n" + bytes(600)),
    "a picture": Answer(b"\x89PNG\r\n\x1a\n" + bytes(600), headers=(("Content-Type", "image/png"),)),
    "words": Answer(b"later", status=503, headers=(("Content-Type", "text/plain"),)),
    "nothing": Answer(b""),
    "nothing, and an error": Answer(b"", status=502),
    "a packed page": encoded("gzip", PACKED),
    "a packed page that is cut": encoded("gzip", PACKED[: len(PACKED) // 2]),
    "a packed page that is broken": encoded("gzip", PACKED[:10] + bytes(len(PACKED) - 10)),
    "a page called packed": encoded("gzip", LIST),
    "noise called deflated": encoded("deflate", zlib.compress(LIST)[40:]),
    "noise called Brotli": encoded("br", bytes(range(7, 250)) * 5),
    "an encoding that nobody has": encoded("rot13", LIST),
    "a redirect": Answer(b"<html>moved</html>", status=302, headers=(HTML, ("Location", "/elsewhere"))),
    "a redirect to itself": Answer(b"", status=302, headers=(("Location", "?"),)),
    "a redirect away": Answer(b"", status=302, headers=(("Location", "http://127.0.0.1:9/"),)),
    "a redirect to no address": Answer(b"", status=302, headers=(("Location", "http://["),)),
    "a redirect to half a character": Answer(b"", status=302, headers=(("Location", "/\xed\xa0\x80\x00"),)),
    "a status that nobody knows": Answer(LIST, status=599),
    "nothing new": Answer(b"", status=304),
}


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


def table() -> dict[str, Answer]:
    """The answers, each at the address of a list to which the home page links."""
    return {f"/?category={1000 + number}": answer for number, answer in enumerate(ANSWERS.values())}


def home(paths: list[str]) -> Answer:
    first = b'<div class="category  depth0">'
    links = "".join(
        f'{first.decode()}<a href=".{path}">Invented <span class="amount">1</span></a></div>' for path in paths
    )
    return Answer(fixture("home/without_cards").replace(first, links.encode() + first, 1))


def seen(archive: Path) -> set[tuple[object, ...]]:
    """All that is said of each capture in an archive, but where its bytes lie."""
    report = ImportReport()
    return {
        (each.capture_id, each.url, each.captured, each.http_status, each.content_type, each.crawl_id)
        for each in captures_in(archive, report)
    }


@pytest.mark.parametrize("killed", [pytest.param(False, marks=pytest.mark.slow), True])
def test_whatever_a_server_answers_is_the_same_live_resumed_replayed_and_imported(
    killed: bool, tmp_path: Path, database: Database, empty_url: str
) -> None:
    archive, released, answers = tmp_path / "archive", threading.Event(), table()
    last = {"/?category=107": replace(GONE, until=released)} if killed else {}
    with Answering(answers | {"/": home(list(answers))} | last) as market:
        with crawl_of(market, archive, "--scope", "index", "--set", "CRAWL_ATTEMPTS=2") as crawl:
            if killed:
                wait_for("all answers", lambda: answers.keys() <= set(market.asked), 60)
                crawl.send_signal(signal.SIGKILL)
                crawl.communicate()
                released.set()
            else:
                done = ended(crawl)
        if killed:
            with crawl_of(market, archive, "--resume", "--set", "CRAWL_ATTEMPTS=2") as crawl:
                done = ended(crawl)
    assert (7, "partial") == done.outcome, done.log
    assert "Traceback" not in done.log

    with database.engine.connect() as connection:
        live = digest(connection)
        statuses = connection.execute(text("SELECT status FROM crawl")).scalars().all()
        loaded = connection.execute(text("SELECT count(*) FROM capture")).scalar_one()
    assert ["partial"] == statuses
    replayed = create_engine(empty_url)
    with replayed.connect() as connection:
        upgrade(connection)
    replay(replayed, [archive], workers=1)
    with replayed.connect() as connection:
        assert live == digest(connection)
    replayed.dispose()
    import_paths([archive], tmp_path / "imported")
    assert loaded == len(seen(archive))
    assert seen(archive) == seen(tmp_path / "imported")
    kept = list(captures_of_crawl(archive, UUID(done.report["crawl_id"])))
    assert len(kept) > loaded, "what is no page is archived all the same"


def test_what_is_taken_from_a_folder_is_taken_from_the_archive_that_it_was_imported_into(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, answer in enumerate(ANSWERS.values()):
        types = [value for name, value in answer.headers if name == "Content-Type"]
        for stated in ({"http_status": answer.status}, {}):
            name = f"{number}{'' if stated else '_unanswered'}.html"
            (folder / name).write_bytes(answer.body)
            sidecar = stated | ({"content_type": types[0]} if types else {}) | {"url": f"/?category={number}"}
            (folder / f"{name}.json").write_text(json.dumps(sidecar))
    import_paths([folder], tmp_path / "archive")

    assert seen(folder)
    assert seen(folder) == seen(tmp_path / "archive")
