"""WARC files of other programs: the archive's index and a replay of the same file have the same captures."""

from __future__ import annotations

import gzip
import hashlib
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from cryptodrug_scraper.archive import Layout
from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.rebuild import rebuild
from cryptodrug_scraper.archive.verify import verify_archive
from cryptodrug_scraper.importers import ImportReport, captures_in
from tests.importers.forms import http, record, warc, warcinfo, written

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture

BODY = b"<html><body>a page</body></html>"
FIELDS = {
    "WARC_Type": "response",
    "WARC_Record_ID": "<urn:uuid:1>",
    "WARC_Target_URI": "http://market.invalid/offer/12",
    "WARC_Date": "2018-11-18T09:12:00Z",
    "Content_Type": "application/http; msgtype=response",
}


def both(root: Path, block: bytes, fields: dict[str, str]) -> tuple[list[Capture], ImportReport, set[UUID]]:
    """What a replay takes of a file with such a record, and the identifiers that the index of an archive has of it."""
    path = written(Layout(root).warcs / "other.warc.gz", warc([warcinfo(), record(block, **fields)]))
    report = ImportReport()
    captures = list(captures_in(path, report))
    rebuild(root)
    with closing(Index(Layout(root).database)) as index:
        return captures, report, {UUID(bytes=row.capture_id) for row in index.rows(path.name)}


@pytest.mark.parametrize(
    ("fields", "url", "earliest"),
    [
        ({"WARC_Target_URI": "<http://market.invalid/offer/12>"}, "http://market.invalid/offer/12", "09:12:00"),
        ({"WARC_Target_URI": "http://me:secret@market.invalid/a"}, "http://market.invalid/a", "09:12:00"),
        ({"WARC_Target_URI": "http://host.invalid?a=b"}, "?a=b", "09:12:00"),
        ({"WARC_Target_URI": "http://host.invalid"}, "/", "09:12:00"),
        ({"WARC_Target_URI": "http://market.invalid/a>b>"}, "http://market.invalid/a>b>", "09:12:00"),
        ({"WARC_Date": "2018-11-18T09:12:00.25Z"}, None, "09:12:00.250000"),
        ({"WARC_Date": "2018-11-18T09:12:00.123456789Z"}, None, "09:12:00.123456"),
        ({"WARC_Date": "20181118091200"}, None, "09:12:00"),
        ({"WARC_Date": "2018-11-18T10:42:00+01:30"}, None, "09:12:00"),
        ({"WARC_Date": "2018-11-18T09:12:00"}, None, "09:12:00"),
        ({"WARC_Date": "2018-11-18t09:12:00z"}, None, "09:12:00"),
        ({"WARC_Date": "yesterday"}, None, None),
        ({"WARC_Date": "2018-02-30T09:12:00Z"}, None, None),
        ({"WARC_Date": "0001-01-01T00:00:00+01:00"}, None, None),
        ({"WARC_Date": ""}, None, None),
        ({"X_Capture_Time": "unknown", "X_Capture_Time_Source": "sidecar"}, None, None),
    ],
)
def test_headers_of_others_give_one_capture_in_index_and_replay(
    fields: dict[str, str], url: str | None, earliest: str | None, tmp_path: Path
) -> None:
    captures, report, indexed = both(tmp_path, http(BODY, "Content-Type: text/html"), {**FIELDS, **fields})
    assert {} == report.refused
    (capture,) = captures
    assert {capture.capture_id} == indexed
    assert (url or FIELDS["WARC_Target_URI"]) == capture.url
    time = capture.captured
    assert earliest == (None if time is None else time.earliest.isoformat()[11:].removesuffix("+00:00"))
    assert ("none" if earliest is None else "warc") == capture.time_source


def test_a_date_without_a_time_of_day_is_that_day_in_index_and_replay(tmp_path: Path) -> None:
    fields = {**FIELDS, "WARC_Date": "2018-11-18"}
    (capture,), _, indexed = both(tmp_path, http(BODY, "Content-Type: text/html"), fields)
    assert {capture.capture_id} == indexed
    time = capture.captured
    assert time is not None
    assert ("2018-11-18T00:00:00+00:00", "2018-11-19T00:00:00+00:00") == (
        time.earliest.isoformat(),
        time.latest.isoformat(),
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"X_Capture_Time": "2018-11-18"},
        {"X_Capture_Time": "2018-11-18T00:00:00/2018-11-19T00:00:00"},
        {"X_Capture_Time": "2018-11-19T00:00:00Z/2018-11-18T00:00:00Z"},
        {"X_Capture_Time_Source": "hearsay"},
        {"X_Capture_Origin": "no-path"},
        {"X_Capture_Origin": "page a.html@12@13"},
        {"X_Capture_Origin": "crawl ------------------------------------/key"},
        {"X_Capture_Url": "/a b"},
        {"WARC_Target_URI": "urn:sha256:abc"},
    ],
)
def test_what_a_replay_refuses_for_its_headers_the_index_refuses_for_the_same_reason(
    fields: dict[str, str], tmp_path: Path
) -> None:
    captures, report, indexed = both(tmp_path, http(BODY, "Content-Type: text/html"), {**FIELDS, **fields})
    assert ([], set()) == (captures, indexed)
    ((reason, (example,)),) = report.examples.items()
    stated = example.partition(": ")[2]
    assert f"{reason}: {stated}" in [problem.what for problem in verify_archive(tmp_path).problems]


@pytest.mark.parametrize("missing", ["WARC_Record_ID", "WARC_Date", "WARC_Target_URI"])
def test_a_page_that_lacks_a_header_is_in_index_and_replay_and_verify_says_what_is_missing(
    missing: str, tmp_path: Path
) -> None:
    fields = {name: value for name, value in FIELDS.items() if name != missing}
    (capture,), _, indexed = both(tmp_path, http(BODY, "Content-Type: text/html"), fields)
    assert {capture.capture_id} == indexed
    if missing != "WARC_Target_URI":
        problems = [problem.what for problem in verify_archive(tmp_path).problems]
        assert f"it has no {missing.replace('_', '-')}" in problems


@pytest.mark.parametrize(
    ("payload", "header"),
    [
        (gzip.compress(BODY, mtime=0), "Content-Encoding: gzip"),
        (b"5\r\n" + BODY[:5] + b"\r\n1b\r\n" + BODY[5:] + b"\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    ],
)
def test_a_body_that_lies_encoded_is_one_capture_in_index_and_replay(
    payload: bytes, header: str, tmp_path: Path
) -> None:
    stated = {"WARC_Payload_Digest": f"sha256:{hashlib.sha256(payload).hexdigest()}"}
    (capture,), _, indexed = both(tmp_path, http(payload, "Content-Type: text/html", header), {**FIELDS, **stated})
    assert BODY == capture.body
    assert {capture.capture_id} == indexed


def test_names_of_headers_count_in_any_case_and_the_first_of_several_counts(tmp_path: Path) -> None:
    plain = record(http(BODY, "Content-Type: text/html"), **FIELDS)
    lower = plain.replace(b"WARC-Target-URI", b"warc-target-uri").replace(b"WARC-Date", b"wArC-dAtE")
    twice = lower.replace(b"Content-Length", b"WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Length")
    folded = twice.replace(b"/offer/12", b"/offer/\r\n 12")
    path = written(Layout(tmp_path).warcs / "other.warc.gz", warc([warcinfo(), lower, twice, folded]))
    captures = list(captures_in(path, ImportReport()))
    rebuild(tmp_path)
    with closing(Index(Layout(tmp_path).database)) as index:
        assert [capture.capture_id.bytes for capture in captures] == [row.capture_id for row in index.rows(path.name)]
    assert [9, 9, 9] == [capture.captured.earliest.hour for capture in captures if capture.captured]


def test_the_index_for_replay_tools_has_every_date_as_14_digits_and_what_has_none_is_left_out(tmp_path: Path) -> None:
    dates = ["2018-11-18T10:42:00+01:30", "2018-11-18T09:12:00.25Z", "2018-11-18", "20181118091201", "yesterday"]
    block = http(BODY, "Content-Type: text/html")
    written(
        Layout(tmp_path).warcs / "other.warc.gz",
        warc([warcinfo(), *(record(block, **{**FIELDS, "WARC_Date": date}) for date in dates)]),
    )
    rebuild(tmp_path)
    lines = Layout(tmp_path).merged_cdxj.read_text().splitlines()
    digits = ["20181118000000", "20181118091200", "20181118091200", "20181118091201"]
    assert digits == [line.split(" ")[1] for line in lines]
