"""Which record a revisit refers to: the same for a replay, for ``archive verify`` and for an export."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.archive import Layout
from cryptodrug_scraper.archive.rebuild import rebuild
from cryptodrug_scraper.archive.verify import verify_archive
from cryptodrug_scraper.archive.wacz import export_wacz
from cryptodrug_scraper.importers import ImportReport, Reason, captures_in
from cryptodrug_scraper.importers.window import Window
from tests.importers.forms import HOST, Page, http, record, response, warc, warcinfo, written

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture

BODY = b"<html><body>a page</body></html>"
NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
PAGE = Page(BODY, "/offer/12", NINE)
SHA256 = hashlib.sha256(BODY).hexdigest()
SHA1 = "sha1:" + b32encode(hashlib.sha1(BODY, usedforsecurity=False).digest()).decode()
TARGET = f"{HOST}/offer/12"
REVISIT = {
    "WARC_Type": "revisit",
    "WARC_Record_ID": "<urn:uuid:2>",
    "WARC_Target_URI": TARGET,
    "WARC_Date": "2018-12-01T10:00:00Z",
    "Content_Type": "application/http; msgtype=response",
    "WARC_Payload_Digest": f"sha256:{SHA256}",
}
BY_ADDRESS = {"WARC_Refers_To_Target_URI": TARGET, "WARC_Refers_To_Date": "2018-11-18T09:12:00Z"}
FILE = "other.warc.gz"


def archive_of(root: Path, *records: bytes) -> Path:
    """An archive into which a file of another program was put."""
    written(Layout(root).warcs / FILE, warc([warcinfo(), *records]))
    rebuild(root)
    return root


def revisit(**fields: str) -> bytes:
    return record(http(b"", "Content-Type: text/html"), **{**REVISIT, **fields})


def missing(root: Path) -> list[str]:
    problems = [problem.what for problem in verify_archive(root).problems]
    return [what for what in problems if what.startswith("the record that it repeats")]


def taken(path: Path) -> tuple[list[Capture], ImportReport]:
    report = ImportReport()
    return list(captures_in(path, report)), report


@pytest.mark.parametrize(
    ("original", "reference"),
    [
        ({"WARC_Payload_Digest": f"sha256:{SHA256}"}, {}),
        ({"WARC_Payload_Digest": f"sha-256:{b32encode(bytes.fromhex(SHA256)).decode()}"}, {}),
        ({"WARC_Payload_Digest": SHA1}, {"WARC_Refers_To": "<urn:uuid:1>"}),
        ({}, {"WARC_Refers_To": "<urn:uuid:1>"}),
        ({}, {**BY_ADDRESS, "WARC_Refers_To_Target_URI": f"<{TARGET}>"}),
        ({}, {**BY_ADDRESS, "WARC_Refers_To_Date": "20181118091200"}),
        ({}, {"WARC_Refers_To_Date": "2018-11-18T09:12:00.000Z"}),
        ({"WARC_Target_URI": f"<{TARGET}>"}, BY_ADDRESS),
    ],
)
def test_what_a_revisit_of_others_refers_to_is_found_by_replay_verify_and_export(
    original: dict[str, str], reference: dict[str, str], tmp_path: Path
) -> None:
    root = archive_of(
        tmp_path / "archive", response(PAGE, WARC_Record_ID="<urn:uuid:1>", **original), revisit(**reference)
    )
    captures, report = taken(root)
    assert (2, {}) == (len(captures), report.refused)
    assert [] == missing(root)
    wacz = tmp_path / "december.wacz"
    exported = export_wacz(root, wacz, identified=True, window=Window(date(2018, 12, 1), date(2018, 12, 1)))
    assert (1, 1) == (exported.captures, exported.originals)
    of_export, report = taken(wacz)
    assert {} == report.refused
    assert {one.capture_id for one in captures} == {one.capture_id for one in of_export}


@pytest.mark.parametrize("reference", [BY_ADDRESS, {"WARC_Refers_To": "<urn:uuid:1>"}])
def test_a_record_whose_digest_says_otherwise_is_never_taken_for_what_a_revisit_repeats(
    reference: dict[str, str], tmp_path: Path
) -> None:
    other = hashlib.sha256(BODY + b"changed").hexdigest()
    stated = {"WARC_Record_ID": "<urn:uuid:1>", "WARC_Payload_Digest": f"sha256:{SHA256}"}
    again = revisit(**reference, WARC_Payload_Digest=f"sha256:{other}")
    root = archive_of(tmp_path, response(PAGE, **stated), again)
    captures, report = taken(root)
    assert (1, {Reason.REVISIT: 1}) == (len(captures), report.refused)
    assert 1 == len(missing(root))


def test_of_several_records_with_one_body_a_revisit_means_the_one_that_it_names(tmp_path: Path) -> None:
    stated = {"WARC_Payload_Digest": f"sha256:{SHA256}"}
    pages = [PAGE._replace(url=url) for url in ("/offer/11", "/offer/12", "/offer/13")]
    root = archive_of(tmp_path, *(response(page, **stated) for page in pages), revisit(**BY_ADDRESS))
    captures, _ = taken(root)
    (again,) = (one for one in captures if one.captured is not None and one.captured.earliest.month == 12)
    (named,) = (one for one in captures if one.url == TARGET and one is not again)
    assert named.origin == again.origin


def test_what_is_missing_is_told_in_the_words_of_the_revisit(tmp_path: Path) -> None:
    root = archive_of(tmp_path, revisit(), revisit(**BY_ADDRESS))
    assert {
        f"the record that it repeats is not there: sha256:{SHA256}",
        "the record that it repeats is not there: /offer/12 of 2018-11-18T09:12:00Z",
    } == {*missing(root)}
