"""The records of pages: copied as they lie, made where there is none, kept once for two captures, and missed."""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin, content_id
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.sealed.observed import observed_on
from cryptodrug_scraper.sealed.pages import Pages
from cryptodrug_scraper.sealed.record import capture_in, member_at, one_record
from cryptodrug_scraper.sealed.words import Sought, faults_of_words, words_of
from cryptodrug_scraper.urls import url_key
from cryptodrug_scraper.warc.composing import compose
from cryptodrug_scraper.warc.description import description_headers

FIRST = CaptureTime.at(datetime(2019, 1, 18, 8, 0, tzinfo=UTC))
AGAIN = CaptureTime.at(datetime(2019, 2, 18, 8, 0, tzinfo=UTC))
DAY = CaptureTime.on(FIRST.earliest.date())
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
URL = "http://127.0.0.1/listing?offer=7"
BODY = "<html><body><h1>Очень длинное слово</h1></body></html>".encode()


def chain(capture: Capture, *origins: Origin) -> Any:
    """What the database says of a page."""
    stated = capture.captured
    row = {
        "capture_id": capture.capture_id,
        "sha256": bytes.fromhex(capture.sha256),
        "url_key": None if capture.url is None else url_key(capture.url),
        "captured_from": None if stated is None else stated.earliest,
        "captured_to": None if stated is None else stated.latest,
    }
    places = [
        {
            "importer": origin.importer,
            "path": origin.path,
            "byte_offset": origin.offset,
            "url": capture.url,
            "time_source": capture.time_source,
            "content_type": capture.content_type,
        }
        for origin in origins
    ]
    return SimpleNamespace(capture=row, parse_run={}, origins=places)


def written(file: Path, *captures: Capture, again: int | None = None, packed: bool = True) -> list[int]:
    """The places of the records of pages in a new WARC file; the one numbered ``again`` repeats the first."""
    places, content = [], b""
    for number, capture in enumerate(captures):
        about = description_headers(capture, FIRST.earliest, None)
        original = (URL, "2019-01-18T08:00:00Z") if number == again else None
        member = compose(
            capture, about, HEAD, None, original, lambda digest: f"<urn:uuid:{content_id(digest)}>"
        ).members[0]
        places.append(len(content))
        content += member if packed else gzip.decompress(member)
    file.write_bytes(content)
    return places


def page(body: bytes = BODY, url: str | None = URL, captured: CaptureTime | None = FIRST) -> Capture:
    return Capture(body, Origin("warc", "x"), url=url, captured=captured, time_source="warc")


@pytest.mark.parametrize("packed", [True, False])
def test_a_record_is_copied_as_it_lies(tmp_path: Path, packed: bool) -> None:
    one, other = page(), page(b"<html>2</html>", "http://127.0.0.1/2")
    file = tmp_path / ("a.warc.gz" if packed else "a.warc")
    places = written(file, one, other, packed=packed)
    pages = Pages(tmp_path / "sealed", [tmp_path])
    (tmp_path / "sealed").mkdir()
    line = pages.keep(chain(other, Origin("warc", file.name, places[1])))
    assert (line.stated_by, line.is_copied, line.capture_id) == ("record", True, other.capture_id)
    content = (tmp_path / "sealed" / line.record).read_bytes()
    assert line.record == f"pages/{hashlib.sha256(content).hexdigest()}.warc.gz"
    lying = file.read_bytes()[places[1] :]
    assert (content == lying) if packed else (gzip.decompress(content) == lying)
    assert capture_in(content, line, None).capture_id == other.capture_id


def test_a_page_of_two_captures_is_kept_once_with_the_record_that_repeats_it(tmp_path: Path) -> None:
    first, again = page(), page(captured=AGAIN)
    places = written(tmp_path / "a.warc.gz", first, again, again=1)
    pages = Pages(tmp_path / "sealed", [tmp_path])
    (tmp_path / "sealed").mkdir()
    origin = Origin("warc", "a.warc.gz", places[0])
    lines = [pages.keep(chain(each, origin)) for each in (first, again, first)]
    assert lines[0].record == lines[1].record
    assert [line.stated_by for line in lines] == ["record", "revisit", "record"]
    assert len(list((tmp_path / "sealed" / "pages").iterdir())) == 2
    contents = [(tmp_path / "sealed" / str(path)).read_bytes() for path in (lines[1].record, lines[1].revisit)]
    assert capture_in(contents[0], lines[1], contents[1]).capture_id == again.capture_id
    with pytest.raises(ArchiveError, match="is not there"):
        capture_in(contents[0], lines[1], None)
    with pytest.raises(ArchiveError, match="repeats no other"):
        capture_in(contents[0], lines[1], contents[0])


def test_where_the_record_that_repeats_it_is_lost_the_database_alone_states_the_time(tmp_path: Path) -> None:
    again = page(captured=AGAIN)
    places = written(tmp_path / "a.warc.gz", page())
    (tmp_path / "sealed").mkdir()
    line = Pages(tmp_path / "sealed", [tmp_path]).keep(chain(again, Origin("warc", "a.warc.gz", places[0])))
    assert (line.stated_by, line.revisit) == ("database", None)
    content = (tmp_path / "sealed" / line.record).read_bytes()
    assert capture_in(content, line, None).capture_id == again.capture_id


@pytest.mark.parametrize(("url", "captured"), [(URL, FIRST), (URL, DAY), (None, FIRST), ("http://127.0.0.1/ё ж", None)])
def test_of_a_page_in_a_folder_a_record_is_made(tmp_path: Path, url: str | None, captured: CaptureTime | None) -> None:
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "страница.html").write_bytes(BODY)
    (tmp_path / "sealed").mkdir()
    capture = Capture(BODY, Origin("folder", "страница.html"), url=url, captured=captured, time_source="directory")
    pages = Pages(tmp_path / "sealed", [tmp_path / "saved"])
    line = pages.keep(chain(capture, Origin("folder", "страница.html")))
    assert not line.is_copied
    content = (tmp_path / "sealed" / line.record).read_bytes()
    assert one_record(content, "x").type == "resource"
    read = capture_in(content, line, None)
    assert (read.body, read.capture_id) == (BODY, capture.capture_id)


def test_a_page_that_was_removed_is_missed(tmp_path: Path) -> None:
    written(tmp_path / "a.warc.gz", page(b"<html>another</html>"))
    (tmp_path / "sealed").mkdir()
    with pytest.raises(ArchiveError, match="the page is not in"):
        Pages(tmp_path / "sealed", [tmp_path]).keep(chain(page(), Origin("warc", "a.warc.gz", 0)))


def test_records_that_share_a_member_or_are_cut_are_none_of_their_own(tmp_path: Path) -> None:
    written(tmp_path / "a.warc", page(), page(b"<html>2</html>"), packed=False)
    (tmp_path / "together.warc.gz").write_bytes(gzip.compress((tmp_path / "a.warc").read_bytes()))
    (tmp_path / "cut.warc.gz").write_bytes((tmp_path / "together.warc.gz").read_bytes()[:100])
    (tmp_path / "cut.warc").write_bytes((tmp_path / "a.warc").read_bytes()[:200])
    for name in ("together.warc.gz", "cut.warc.gz", "cut.warc"):
        with (tmp_path / name).open("rb") as file:
            assert member_at(file, 0) is None
    with pytest.raises(ArchiveError, match="or several"):
        one_record((tmp_path / "a.warc").read_bytes(), "two")


LONG = "Очень длинное название товара, с запятыми и «кавычками» " * 20


def listing(title: str | None = None) -> Capture:
    """A fixture of a listing's page, whose identifier stands in an attribute; with another title, if one is given."""
    folder = Path(__file__).parents[2] / "fixtures" / "pages" / "dream" / "listing"
    body = (folder / "weed_from_belgium" / "body.html").read_bytes()
    if title is not None:
        known = observed_on(Capture(body, Origin("folder", "x"), captured=FIRST), "v")
        said = next(row["title"] for table, row in known.rows.values() if table == "listing_observation")
        body = body.replace(said.encode(), title.strip().encode())
    return Capture(body, Origin("folder", "x"), url=None, captured=FIRST, time_source="option")


@pytest.mark.parametrize("said", [None, LONG], ids=["as it is", "Cyrillic"])
def test_words_of_a_page_hold_and_others_do_not(said: str | None) -> None:
    capture = listing(said)
    observed = observed_on(capture, "v")
    name, row = next((name, row) for name, (table, row) in observed.rows.items() if table == "listing_observation")
    lines = words_of(Sought(name, capture, row["ordinal"]))
    assert not list(faults_of_words(capture, observed.page, row["ordinal"], lines))
    assert {"words", "place"} <= {line.role for line in lines}
    title = next(line for line in lines if line.field == "title")
    assert (title.value, title.is_altering) == (row["title"], True)
    if said is not None:
        assert (title.value, title.spans[0].text) == (said.strip(), said.strip())
    attributes = {span.attribute for line in lines for span in line.spans}
    assert attributes > {None}, "some stand in attributes"
    elsewhere = Capture(capture.body.replace(b"</title>", b"x</title>", 1), capture.origin, captured=FIRST)
    moved = list(faults_of_words(elsewhere, observed_on(elsewhere, "v").page, row["ordinal"], lines))
    assert moved, "all words stand a byte later"
    assert list(faults_of_words(capture, observed.page, 10_000, lines)) == ["the page has no such record"]
