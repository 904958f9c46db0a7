from __future__ import annotations

import gzip
import hashlib
import zlib
from base64 import b32encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest
from backports import zstd

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.importers import ImportReport, Reason, captures_in, find_body, find_capture
from tests.importers.forms import HOST, Page, http, record, response, tar_of, wacz_of, warc, warcinfo, written, zip_of

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture

NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
BODY = b"<html><body>a page</body></html>"
PAGE = Page(BODY, "/offer/12", NINE)
SHA1 = "sha1:" + b32encode(hashlib.sha1(BODY, usedforsecurity=False).digest()).decode()
HTML = "Content-Type: text/html"
LATER = {"WARC_Type": "revisit", "WARC_Target_URI": f"{HOST}/offer/12", "WARC_Date": "2018-12-01T00:00:00Z"}
REVISIT = {**LATER, "Content_Type": "application/http; msgtype=response"}


def take(path: Path) -> tuple[list[Capture], ImportReport]:
    report = ImportReport()
    return list(captures_in(path, report)), report


@pytest.mark.parametrize(
    ("payload", "headers"),
    [
        (gzip.compress(BODY, mtime=0), ("Content-Encoding: gzip",)),
        (gzip.compress(BODY[:9], mtime=0) + gzip.compress(BODY[9:], mtime=0), ("Content-Encoding: x-gzip",)),
        (zlib.compress(BODY), ("Content-Encoding: deflate",)),
        (zlib.compress(BODY, wbits=-15), ("Content-Encoding: deflate",)),
        (zstd.compress(BODY), ("Content-Encoding: zstd",)),
        (brotli.compress(BODY), ("Content-Encoding: br",)),
        (brotli.compress(BODY, lgwin=16), ("Content-Encoding: BR",)),
        (BODY, ("Content-Encoding: br",)),
        (BODY, ("Content-Encoding: gzip",)),
        (BODY, ("Content-Encoding: deflate",)),
        (BODY, ("Content-Encoding: identity",)),
        (BODY, ("Transfer-Encoding: chunked",)),
        (b"5\r\n" + BODY[:5] + b"\r\n1b;x=1\r\n" + BODY[5:] + b"\r\n0\r\n\r\n", ("Transfer-Encoding: chunked",)),
        (b"20\r\n" + BODY, ("Transfer-Encoding: chunked",)),
    ],
)
def test_bodies_are_as_a_browser_had_them(payload: bytes, headers: tuple[str, ...], tmp_path: Path) -> None:
    written(tmp_path / "a.warc.gz", warc([response(PAGE._replace(body=payload), HTML, *headers)]))
    captures, report = take(tmp_path)
    assert ([BODY], {}) == ([capture.body for capture in captures], report.refused)


@pytest.mark.parametrize(
    ("payload", "header"),
    [
        (b"\x0b\x02\x80", "Content-Encoding: br"),
        (brotli.compress(BODY)[:-2], "Content-Encoding: br"),
        (brotli.compress(BODY * 50_000)[:-4], "Content-Encoding: br"),
        (brotli.compress(BODY) + b"garbage", "Content-Encoding: br"),
        (brotli.compress(BODY * 50_000) + b"\x00", "Content-Encoding: br"),
        (b"\x00\xffgarbage", "Content-Encoding: br"),
        (BODY, "Content-Encoding: compress"),
        (gzip.compress(BODY, mtime=0)[:-9], "Content-Encoding: gzip"),
        (b"\x1f\x8b" + b"x" * 40, "Content-Encoding: gzip"),
        (b"\x00garbage", "Content-Encoding: deflate"),
    ],
)
def test_a_body_that_cannot_be_decoded_is_refused(payload: bytes, header: str, tmp_path: Path) -> None:
    written(tmp_path / "a.warc.gz", warc([response(PAGE._replace(body=payload), HTML, header), response(PAGE)]))
    captures, report = take(tmp_path)
    assert ([BODY], {Reason.ENCODING: 1}) == ([capture.body for capture in captures], report.refused)


@pytest.mark.parametrize(
    "reference",
    [
        {"WARC_Payload_Digest": SHA1},
        {"WARC_Payload_Digest": "sha1:" + hashlib.sha1(BODY, usedforsecurity=False).hexdigest()},
        {"WARC_Refers_To_Target_URI": f"{HOST}/offer/12", "WARC_Refers_To_Date": "2018-11-18T09:12:00Z"},
        {"WARC_Refers_To_Date": "2018-11-18T09:12:00Z"},
        {"WARC_Refers_To": "<urn:uuid:1>"},
    ],
)
@pytest.mark.parametrize("names", [("a", "b"), ("b", "a"), ("a", "a")])
def test_a_revisit_is_resolved_wherever_its_response_lies(
    reference: dict[str, str], names: tuple[str, str], tmp_path: Path
) -> None:
    original = response(PAGE, HTML, WARC_Record_ID="<urn:uuid:1>")
    revisit = record(http(b"", "Content-Type: text/html"), **REVISIT, **reference)
    files: dict[str, list[bytes]] = {}
    for name, each in zip(names, (original, revisit), strict=True):
        files.setdefault(name, [warcinfo()]).append(each)
    for name, records in files.items():
        written(tmp_path / f"{name}.warc.gz", warc(records))
    captures, report = take(tmp_path)
    assert {} == report.refused
    first, again = captures
    assert (BODY, BODY) == (first.body, again.body)
    assert CaptureTime.at(datetime(2018, 12, 1, tzinfo=UTC)) == again.captured
    assert first.origin == again.origin
    assert BODY == find_body(tmp_path, again.origin, again.sha256)


def test_revisits_in_archives_are_resolved_across_them(tmp_path: Path) -> None:
    revisits = [
        record(b"", **{**LATER, "WARC_Date": f"2018-12-0{day}T00:00:00Z"}, WARC_Payload_Digest=SHA1) for day in (1, 2)
    ]
    others = [response(PAGE._replace(url=f"/other/{n}", body=BODY + b"%d" % n)) for n in range(3)]
    packed = warc([warcinfo(), *others, response(PAGE)])
    written(
        tmp_path / "a.tar.gz", tar_of([("x.html", BODY), ("r.warc.gz", warc(revisits)), ("y.html", BODY)], "tar.gz")
    )
    written(tmp_path / "b.tar.zst", tar_of([("b.warc.gz", packed)], "tar.zst"))
    written(tmp_path / "c.wacz", wacz_of({"c.warc.gz": warc(revisits)}))
    captures, report = take(tmp_path)
    assert {} == report.refused
    resolved = [
        capture for capture in captures if capture.captured is not None and capture.captured.earliest.month == 12
    ]
    assert [BODY] * 4 == [capture.body for capture in resolved]
    assert {"b.tar.zst!/b.warc.gz"} == {capture.origin.path for capture in resolved}


def test_a_zip_archive_by_itself_gives_its_revisits(tmp_path: Path) -> None:
    records = [warcinfo(), response(PAGE), record(b"", **REVISIT, WARC_Payload_Digest=SHA1)]
    wacz = written(tmp_path / "a.wacz", wacz_of({"a.warc.gz": warc(records)}))
    packed = written(tmp_path / "b.zip", zip_of([("x.html", BODY + b"x"), ("b.warc.gz", warc(records))]))
    for path, count in ((wacz, 2), (packed, 3)):
        captures, report = take(path)
        assert (count, {}) == (len(captures), report.refused)
        assert BODY == captures[-1].body


def test_a_revisit_of_nothing_in_the_import_is_refused(tmp_path: Path) -> None:
    nowhere = record(b"", **REVISIT, WARC_Payload_Digest="sha1:" + "A" * 32)
    image = record(http(b"", "Content-Type: image/png"), **REVISIT, WARC_Payload_Digest=SHA1)
    written(tmp_path / "a.warc.gz", warc([nowhere, image, response(PAGE)]))
    captures, report = take(tmp_path)
    assert 1 == len(captures)
    assert {Reason.REVISIT: 1, Reason.CONTENT_TYPE: 1} == report.refused


def test_a_page_that_was_not_modified_keeps_the_status_of_its_response(tmp_path: Path) -> None:
    revisit = record(http(b"", status="304 Not Modified"), **REVISIT, WARC_Refers_To="<urn:uuid:1>")
    written(tmp_path / "a.warc.gz", warc([revisit, response(PAGE, WARC_Record_ID="<urn:uuid:1>")]))
    captures, _ = take(tmp_path)
    assert [200, 200] == [capture.http_status for capture in captures]


def test_the_capture_at_a_revisit_has_the_bytes_of_its_response(tmp_path: Path) -> None:
    written(tmp_path / "a.warc.gz", warc([response(PAGE)]))
    written(tmp_path / "b.warc.gz", warc([record(b"", **REVISIT, WARC_Payload_Digest=SHA1)]))
    first = take(tmp_path)[0][0]
    from cryptodrug_scraper.capture import Origin

    again = find_capture(tmp_path, Origin("warc", "b.warc.gz", 0))
    assert (first.body, datetime(2018, 12, 1, tzinfo=UTC)) == (again.body, again.captured and again.captured.earliest)


def test_own_archives_keep_intervals_missing_times_and_missing_addresses(tmp_path: Path) -> None:
    digest = hashlib.sha256(BODY).hexdigest()
    day = "2018-11-18T00:00:00Z/2018-11-19T00:00:00Z"
    fine = "2018-11-18T09:12:00.250000Z/2018-11-18T09:12:00.250000Z"
    resource = {"WARC_Type": "resource", "Content_Type": "text/html"}
    written(
        tmp_path / "a.warc.gz",
        warc(
            [
                record(BODY, WARC_Target_URI=f"urn:sha256:{digest}", X_Capture_Time="unknown", **resource),
                record(
                    BODY,
                    WARC_Target_URI="http://host.invalid/offer/12",
                    X_Capture_Time=day,
                    X_Capture_Time_Source="directory",
                    X_Capture_Origin="page 2018-11-18/a%20b.html@12",
                    **resource,
                ),
                record(
                    BODY,
                    WARC_Target_URI="http://host.invalid/",
                    X_Capture_Url="/a%20b",
                    X_Capture_Time=fine,
                    **resource,
                ),
                response(PAGE, X_Capture_Time_Source="http_date"),
            ]
        ),
    )
    captures, report = take(tmp_path)
    assert {} == report.refused
    assert [None, "/offer/12", "/a b", f"{HOST}/offer/12"] == [capture.url for capture in captures]
    assert ["none", "directory", "warc", "http_date"] == [capture.time_source for capture in captures]
    instant = NINE + timedelta(microseconds=250_000)
    assert [None, CaptureTime.on(NINE.date()), CaptureTime.at(instant), CaptureTime.at(NINE)] == [
        capture.captured for capture in captures
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"X_Capture_Time": "2018-11-18"},
        {"X_Capture_Time": "2018-11-18T00:00:00/2018-11-19T00:00:00"},
        {"X_Capture_Time": "2018-11-19T00:00:00Z/2018-11-18T00:00:00Z"},
        {"X_Capture_Time": "never"},
        {"X_Capture_Time_Source": "hearsay"},
        {"X_Capture_Origin": "no-path"},
        {"WARC_Target_URI": "urn:sha256:abc"},
        {"X_Capture_Url": "/a b"},
    ],
)
def test_an_extension_header_out_of_shape_refuses_its_record(fields: dict[str, str], tmp_path: Path) -> None:
    written(tmp_path / "a.warc.gz", warc([response(PAGE, **fields), response(PAGE)]))
    captures, report = take(tmp_path)
    assert (1, {Reason.EXTENSION: 1}) == (len(captures), report.refused)


def test_a_file_that_is_being_written_is_read_up_to_its_last_whole_record(tmp_path: Path) -> None:
    records = [response(PAGE._replace(body=BODY + b"%d" % n)) for n in range(3)]
    written(tmp_path / "a.warc.gz.open", warc(records))
    assert 3 == len(take(tmp_path)[0])
    for lost in (1, 7, 8, 9, 60):
        written(tmp_path / "a.warc.gz.open", warc(records)[:-lost])
        captures, report = take(tmp_path)
        assert [BODY + b"0", BODY + b"1"] == [capture.body for capture in captures]
        assert 1 == report.refused.total()
    written(tmp_path / "a.warc.gz.open", b"")
    assert ([], {}) == (take(tmp_path)[0], take(tmp_path)[1].refused)


def test_a_finished_file_is_found_by_the_name_it_had_while_it_was_written(tmp_path: Path) -> None:
    path = written(tmp_path / "a.warc.gz.open", warc([response(PAGE)]))
    ((capture,), _) = take(tmp_path)
    path.rename(tmp_path / "a.warc.gz")
    assert BODY == find_body(tmp_path, capture.origin, capture.sha256)


def test_a_warc_that_is_one_gzip_member_is_read_and_its_pages_found_again(tmp_path: Path) -> None:
    pages = [PAGE._replace(body=BODY + b"%d" % n, url=f"/offer/{n}") for n in range(4)]
    sha1 = "sha1:" + hashlib.sha1(pages[2].body, usedforsecurity=False).hexdigest()
    records = [warcinfo(), *map(response, pages), record(b"", **REVISIT, WARC_Payload_Digest=sha1)]
    written(tmp_path / "a.warc.gz", gzip.compress(warc(records, packed=False)))
    captures, report = take(tmp_path)
    assert {} == report.refused
    assert [*(page.body for page in pages), pages[2].body] == [capture.body for capture in captures]
    for capture in captures:
        assert capture.body == find_body(tmp_path, capture.origin, capture.sha256)


def test_records_that_their_archive_marks_as_cut_are_counted(tmp_path: Path) -> None:
    written(tmp_path / "a.warc", warc([response(PAGE, WARC_Truncated="length"), response(PAGE)], packed=False))
    captures, report = take(tmp_path)
    assert (2, 1) == (len(captures), report.truncated)


def test_records_of_other_kinds_and_without_status_are_refused(tmp_path: Path) -> None:
    broken = record(b"no response at all", WARC_Type="response", Content_Type="application/http")
    conversion = record(BODY, WARC_Type="conversion", Content_Type="text/html")
    written(tmp_path / "a.warc.gz", warc([broken, conversion, response(PAGE)]))
    captures, report = take(tmp_path)
    assert (1, {Reason.RECORD: 1, Reason.RECORD_TYPE: 1}) == (len(captures), report.refused)


@pytest.mark.parametrize("packed", [True, False])
def test_garbage_between_records_is_told_and_costs_none(packed: bool, tmp_path: Path) -> None:
    garbage = gzip.compress(b"garbage\r\n", mtime=0) if packed else b"garbage\r\n"
    name = "a.warc.gz" if packed else "a.warc"
    written(tmp_path / name, warc([response(PAGE)], packed=packed) + garbage + warc([response(PAGE)], packed=packed))
    captures, report = take(tmp_path)
    assert ([BODY, BODY], {Reason.NO_RECORD: 1}) == ([capture.body for capture in captures], report.refused)
    assert [f"{name}, byte {len(warc([response(PAGE)], packed=packed))}: bytes that are no record"] == [
        example[: example.index(":", 30)] for example in report.damaged.examples
    ]


@pytest.mark.filterwarnings(
    "ignore:.*SpooledTemporaryFile.__del__:pytest.PytestUnraisableExceptionWarning"  # warcio's writer leaves it open
)
def test_warcs_of_warcio_are_read(tmp_path: Path) -> None:
    import io

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (tmp_path / "a.warc.gz").open("wb") as stream:
        writer = WARCWriter(stream, gzip=True, warc_version="1.1")
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        made = writer.create_warc_record(f"{HOST}/offer/12", "response", payload=io.BytesIO(BODY), http_headers=headers)
        writer.write_record(made)
        digest = made.rec_headers.get_header("WARC-Payload-Digest")
        date = made.rec_headers.get_header("WARC-Date")
        writer.write_record(writer.create_revisit_record(f"{HOST}/again", digest, f"{HOST}/offer/12", date, headers))
    captures, report = take(tmp_path)
    assert {} == report.refused
    assert [(BODY, f"{HOST}/offer/12"), (BODY, f"{HOST}/again")] == [(c.body, c.url) for c in captures]
