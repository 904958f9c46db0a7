from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.importers import ImportReport, Reason, captures_in
from tests.importers.forms import Page, datacrypto, written

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture

NINE = datetime(2018, 11, 18, 9, 12, 5, tzinfo=UTC)
PAGE = Page(b"<html><body>a page</body></html>", "/offer/12", NINE)
DATE = ["Sun, 18 Nov 2018 08:00:00 GMT"]
HTML = ["text/html; charset=utf-8"]

MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: http://abc.onion/offer/12
Subject: a page
Date: Sun, 18 Nov 2018 10:12:05 +0100
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----x"

------x
Content-Type: text/css
Content-Location: http://abc.onion/style.css

body {}
------x
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: http://abc.onion/offer/12

<html><body>a =
page, 5 =E2=82=AC</body></html>
------x
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------x--
""".replace("\n", "\r\n")


def only(path: Path) -> Capture:
    report = ImportReport()
    (capture,) = captures_in(path, report)
    assert {} == report.refused
    return capture


def stored(folder: Path, **changes: Any) -> Capture:
    return only(written(folder / datacrypto(PAGE)[0], datacrypto(PAGE, **changes)[1]).parent)


def test_a_stored_response_has_the_servers_time_and_no_cookies(tmp_path: Path) -> None:
    capture = stored(tmp_path)
    assert capture.captured is not None
    assert (PAGE.body, "http://abcdefgh.onion/offer/12", NINE, "http_date", 200, "text/html") == (
        capture.body,
        capture.url,
        capture.captured.earliest,
        capture.time_source,
        capture.http_status,
        capture.content_type,
    )
    assert "secret" not in repr(capture)


@pytest.mark.parametrize(
    "changes",
    [
        {"headers": {"Content-Type": HTML}},
        {"headers": {"Date": DATE, "Content-Type": HTML}, "flags": ["cached"]},
        {"headers": {"date": "Sun, 18 Nov 2018 08:00:00 GMT", "Age": "600"}},
        {"headers": {"Date": DATE, "Warning": ['110 cache "Object is stale"']}},
        {"headers": {"Date": ["no date"]}},
    ],
)
def test_the_files_name_is_the_time_where_the_server_states_none_or_an_old_one(
    changes: dict[str, Any], tmp_path: Path
) -> None:
    capture = stored(tmp_path, **changes)
    assert capture.captured is not None
    assert (NINE, NINE, "file_name") == (capture.captured.earliest, capture.captured.latest, capture.time_source)


def test_local_time_is_an_interval_as_wide_as_the_worlds_zones() -> None:
    from cryptodrug_scraper.importers.datacrypto import datacrypto_page

    _, data = datacrypto(PAGE, headers={})
    capture = datacrypto_page(data, "x", "renamed.json")
    local = datetime(2018, 11, 18, 20, 41, 46, tzinfo=UTC)
    assert capture.captured is not None
    assert (local - timedelta(hours=14), local + timedelta(hours=12), "received_on") == (
        capture.captured.earliest,
        capture.captured.latest,
        capture.time_source,
    )


def test_a_stored_body_that_is_still_packed_is_unpacked(tmp_path: Path) -> None:
    import base64

    packed = base64.b64encode(gzip.compress(PAGE.body)).decode()
    headers = {"Content-Encoding": ["gzip"], "Content-Type": HTML}
    assert PAGE.body == stored(tmp_path, headers=headers, body=packed).body


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{}", Reason.DATACRYPTO),
        (b"\xff", Reason.DATACRYPTO),
        (json.dumps({"url": "/", "body": "not base64!"}).encode(), Reason.DATACRYPTO),
        (json.dumps({"url": "/", "body": "iVBORw0KGgo="}).encode(), Reason.BINARY),
        (json.dumps({"url": "/", "body": "", "headers": {"Content-Type": "image/png"}}).encode(), Reason.CONTENT_TYPE),
    ],
)
def test_a_stored_response_that_is_none_is_refused(data: bytes, reason: Reason, tmp_path: Path) -> None:
    written(tmp_path / datacrypto(PAGE)[0], data)
    report = ImportReport()
    assert [] == list(captures_in(tmp_path, report))
    assert {reason: 1} == report.refused


def test_mhtml_gives_the_page_alone_with_address_and_time(tmp_path: Path) -> None:
    capture = only(written(tmp_path / "page.mhtml", MHTML.encode()).parent)
    assert capture.captured is not None
    assert ("<html><body>a page, 5 €</body></html>", "http://abc.onion/offer/12", NINE, "mhtml") == (
        capture.body.decode().strip(),
        capture.url,
        capture.captured.earliest,
        capture.time_source,
    )
    assert "mhtml" == capture.origin.importer


def test_mhtml_without_a_page_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "page.mht", b"From: x\r\nContent-Type: image/png\r\n\r\n")
    report = ImportReport()
    assert [] == list(captures_in(tmp_path, report))
    assert {Reason.MHTML: 1} == report.refused
