"""A WARC file whose pages were all read before is passed over by its digest, and read again where that may matter."""

from __future__ import annotations

import hashlib
import os
from base64 import b32encode
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.importers.warc_file import WarcFile
from cryptodrug_scraper.importers.window import Window
from cryptodrug_scraper.replay import replay, run
from cryptodrug_scraper.store.chosen import Chosen
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.removal import remove
from cryptodrug_scraper.store.tables import LOADED
from tests.importers.forms import HOST, Page, http, record, response, warc, warcinfo, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.replay import Summary
    from cryptodrug_scraper.store.database import Database

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
BODY = (FIXTURES / "dream/listing/weed_from_belgium/body.html").read_bytes()
NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
PAGES = [Page(BODY + b" " * number, f"/offer/{number}", NINE + timedelta(days=number)) for number in range(4)]
PICTURE = record(
    http(b"\x89PNG", "Content-Type: image/png"),
    WARC_Type="response",
    WARC_Target_URI=f"{HOST}/logo.png",
    WARC_Date="2018-11-18T09:12:00Z",
    Content_Type="application/http; msgtype=response",
)


def revisit_of(page: Page, day: str) -> bytes:
    return record(
        http(b"", "Content-Type: text/html"),
        WARC_Type="revisit",
        WARC_Target_URI=HOST + page.url,
        WARC_Date=f"{day}T10:00:00Z",
        Content_Type="application/http; msgtype=response",
        WARC_Payload_Digest="sha1:" + b32encode(hashlib.sha1(page.body, usedforsecurity=False).digest()).decode(),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path / "crawl" / "a.warc.gz", warc([warcinfo(), *map(response, PAGES), PICTURE]))
    return tmp_path / "crawl"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read."""
    names: list[str] = []
    read = WarcFile.captures

    def captures(file: WarcFile, *arguments: Any) -> Iterator[Capture]:
        names.append(file.path.name)
        return read(file, *arguments)

    monkeypatch.setattr(WarcFile, "captures", captures)
    return names


@pytest.fixture
def replayed(database: Database, folder: Path) -> Callable[..., Summary]:
    return lambda **options: replay(database.engine, [folder], workers=1, **options)


def test_a_file_is_not_read_again_and_counted_as_before(replayed: Callable[..., Summary], opened: list[str]) -> None:
    first = replayed()
    second = replayed()

    assert (["a.warc.gz"], 4, 0) == (opened, first.pages, first.read_before)
    assert (0, 4, 1) == (second.pages, second.read_before, second.share)
    assert first.report == second.report
    assert 1 == second.report.refused.total()


def test_a_file_is_read_again_under_another_name_with_options_and_by_other_parsers(
    replayed: Callable[..., Summary], folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    replayed()
    replayed(market="dream")
    replayed(window=Window(date(2018, 11, 19)))
    replayed(reparse=True)
    assert 4 == len(opened)

    written(folder / "b.warc.gz", (folder / "a.warc.gz").read_bytes())
    assert 8 == replayed().read_before
    assert "b.warc.gz" == opened[-1]

    monkeypatch.setattr(run, "current_readings", lambda: frozenset({("dream", "0.2+other")}))
    assert 8 == replayed().pages


def test_a_file_that_changes_while_it_is_read_is_read_again(
    replayed: Callable[..., Summary], opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = WarcFile.captures

    def captures(file: WarcFile, *arguments: Any) -> Iterator[Capture]:
        yield from read(file, *arguments)
        os.utime(Path(str(file.path)), ns=(0, 0))

    with monkeypatch.context() as patch:
        patch.setattr(WarcFile, "captures", captures)
        replayed()
    assert ["a.warc.gz"] == opened

    assert (0, 4) == ((again := replayed()).pages, again.read_before)
    assert ["a.warc.gz", "a.warc.gz"] == opened


def test_a_file_that_was_read_in_part_is_read_again(replayed: Callable[..., Summary]) -> None:
    part = replayed(window=Window(date(2018, 11, 19), date(2018, 11, 20)))
    rest = replayed()

    assert (2, 2) == (part.pages, part.outside)
    assert (2, 2) == (rest.pages, rest.read_before)


def test_what_was_removed_is_loaded_again(replayed: Callable[..., Summary], database: Database) -> None:
    replayed()
    with database.engine.connect() as connection:
        before = digest(connection)
        first = str(connection.execute(text("SELECT capture_id FROM capture ORDER BY captured_at")).scalars().first())
        connection.commit()
        removal = remove(connection, Chosen(captures=(first,)))
    again = replayed()

    assert (1, 1, 3) == (removal.captures, again.pages, again.read_before)
    with database.engine.connect() as connection:
        assert before == digest(connection)


def test_damage_is_told_again(replayed: Callable[..., Summary], folder: Path) -> None:
    body = (folder / "a.warc.gz").read_bytes()
    written(folder / "a.warc.gz", body[:-40])

    first, second = replayed(), replayed()

    assert first.report.damaged
    assert first.report == second.report


def test_revisits_that_come_later_are_found_and_those_that_were_not_are_looked_for_again(
    replayed: Callable[..., Summary], folder: Path, database: Database, opened: list[str]
) -> None:
    lost = Page(BODY + b" lost", "/offer/lost", NINE)
    replayed()
    written(folder / "b.warc.gz", warc([revisit_of(PAGES[1], "2019-01-01"), revisit_of(lost, "2019-01-02")]))
    second = replayed()
    written(folder / "c.warc.gz", warc([response(lost)]))
    third = replayed()
    opened.clear()
    fourth = replayed()

    assert (1, 4, 1) == (second.pages, second.read_before, second.report.refused[Reason.REVISIT.value])
    assert (2, 5) == (third.pages, third.read_before)
    assert ([], 0, 7) == (opened, fourth.pages, fourth.read_before)
    with database.engine.connect() as connection:
        expected = digest(connection)
        connection.execute(text(f"TRUNCATE {', '.join(LOADED)}, superseded_run, parser_version, replayed_file"))
        connection.commit()
    assert 7 == replayed().pages
    with database.engine.connect() as connection:
        assert expected == digest(connection)
