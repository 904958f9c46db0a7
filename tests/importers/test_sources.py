from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.importers import ImportReport, captures_in

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*SpooledTemporaryFile.__del__:pytest.PytestUnraisableExceptionWarning"  # warcio's writer leaves it open
)

PAGE = b"<html><body>a page</body></html>"
NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)


def write(path: Path, body: bytes = PAGE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


def warc(*pages: tuple[str, str, str, bytes]) -> bytes:
    """A WARC file of responses: address, date, content type, body."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    writer.write_record(writer.create_warcinfo_record("pages.warc.gz", {"software": "test"}))
    for url, date, content_type, body in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", content_type)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict={"WARC-Date": date}
            )
        )
    return stream.getvalue()


def test_a_sidecar_gives_address_and_second(tmp_path: Path) -> None:
    write(tmp_path / "page.html")
    sidecar = {"url": "/viewProduct?offer=1.20", "captured_at": "2018-11-18T09:12:00Z", "http_status": 200}
    write(tmp_path / "page.html.json", json.dumps(sidecar).encode())
    (capture,) = captures_in(tmp_path, ImportReport())
    assert ("/viewProduct?offer=1.20", CaptureTime.at(NINE), "sidecar", 200) == (
        capture.url,
        capture.captured,
        capture.time_source,
        capture.http_status,
    )
    assert ("page", "page.html", None) == (capture.origin.importer, capture.origin.path, capture.origin.offset)


def test_meta_json_belongs_to_the_only_page_of_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "case" / "body.html")
    write(tmp_path / "case" / "meta.json", b'{"captured_at": "2018-11-18T09:12:00Z"}')
    assert [CaptureTime.at(NINE)] == [capture.captured for capture in captures_in(tmp_path, ImportReport())]
    write(tmp_path / "case" / "other.html")
    assert [None, None] == [capture.captured for capture in captures_in(tmp_path, ImportReport())]


def test_a_folder_named_after_a_day_gives_that_day(tmp_path: Path) -> None:
    write(tmp_path / "dream" / "2018-11-18" / "viewProduct%3Foffer=1.2")
    write(tmp_path / "dream-20181119" / "page.htm")
    write(tmp_path / "none" / "2018-99-99" / "page.htm")
    captures = list(captures_in(tmp_path, ImportReport()))
    days = [None if capture.captured is None else capture.captured.earliest.day for capture in captures]
    assert [18, 19, None] == days
    assert ["directory", "directory", "none"] == [capture.time_source for capture in captures]


def test_the_innermost_day_counts(tmp_path: Path) -> None:
    (capture,) = captures_in(write(tmp_path / "2018-11-01" / "2018-11-18" / "x.html").parent.parent, ImportReport())
    assert capture.captured is not None
    assert 18 == capture.captured.earliest.day


def test_what_is_no_page_is_refused_and_counted(tmp_path: Path) -> None:
    write(tmp_path / "page.html")
    write(tmp_path / "page_files" / "style.css")
    write(tmp_path / "page_files" / "frame.html")
    write(tmp_path / "bad.html")
    write(tmp_path / "bad.html.json", b'{"captured_at": "yesterday"}')
    (tmp_path / "link.html").symlink_to(tmp_path / "page.html")
    report = ImportReport()
    assert ["page.html"] == [capture.origin.path for capture in captures_in(tmp_path, report)]
    assert {"a picture, style or script beside a page": 2, "sidecar not understood": 1, "a link": 1} == report.refused
    assert "yesterday" in report.examples["sidecar not understood"][0]


def test_pages_of_a_warc_have_address_second_and_offset(tmp_path: Path) -> None:
    file = write(
        tmp_path / "pages.warc.gz",
        warc(
            ("http://example.onion/a", "2018-11-18T09:12:00Z", "text/html; charset=ISO-8859-1", PAGE),
            ("http://example.onion/b.png", "2018-11-18T09:12:01Z", "image/png", b"\x89PNG"),
            ("http://example.onion/c", "2018-11-18T09:12:02Z", "text/html", PAGE + b"2"),
        ),
    )
    report = ImportReport()
    captures = list(captures_in(file, report))
    assert [PAGE, PAGE + b"2"] == [capture.body for capture in captures]
    assert [(9, 12, 0), (9, 12, 2)] == [
        (c.captured.earliest.hour, c.captured.earliest.minute, c.captured.earliest.second)
        for c in captures
        if c.captured
    ]
    assert {"not a page by its content type": 1} == report.refused
    for capture in captures:
        assert capture.origin.offset is not None
        with file.open("rb") as stream:
            stream.seek(capture.origin.offset)
            assert capture.body in gzip.GzipFile(fileobj=io.BytesIO(stream.read())).read(20_000)


def test_a_warc_that_breaks_off_is_read_up_to_its_last_whole_record(tmp_path: Path) -> None:
    whole = warc(
        *[(f"http://example.onion/{n}", "2018-11-18T09:12:00Z", "text/html", PAGE + b"%d" % n) for n in range(5)]
    )
    file = write(tmp_path / "pages.warc.gz", whole[:-40])
    report = ImportReport()
    captures = list(captures_in(file, report))
    assert [PAGE + b"%d" % n for n in range(4)] == [capture.body for capture in captures][:4]
    assert 4 == len(captures)
    assert 1 == sum(report.refused.values())


def test_one_page_has_one_id_wherever_it_lies(tmp_path: Path) -> None:
    write(tmp_path / "folder" / "a.html")
    sidecar = {"url": "http://mirror.onion/a", "captured_at": "2018-11-18T09:12:00Z"}
    write(tmp_path / "folder" / "a.html.json", json.dumps(sidecar).encode())
    write(tmp_path / "a.warc.gz", warc(("http://other.onion/a", "2018-11-18T09:12:00Z", "text/html", PAGE)))
    assert 1 == len({capture.capture_id for capture in captures_in(tmp_path, ImportReport())})
