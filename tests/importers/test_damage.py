"""Damage in WARC files costs what is damaged, and is told."""

from __future__ import annotations

import gzip
import hashlib
import random
import struct
import zlib
from base64 import b32encode, b64encode
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED

import pytest

from cryptodrug_scraper.importers import ImportReport, Reason, captures_in
from tests.campaigns.damaged_archives import FORMS, HARMS, fault_of, simulated
from tests.importers.forms import HOST, Page, http, record, response, tar_of, warc, warcinfo, written, zip_of

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture
    from tests.campaigns.damaged_archives import Archive

pytestmark = pytest.mark.xdist_group("damage")  # each process would simulate the archives anew

BODY = b"<html><body>a page</body></html>"
PAGE = Page(BODY, "/offer/12", datetime(2018, 11, 18, 9, 12, tzinfo=UTC))
HTML = "Content-Type: text/html"
CHUNKED = b"5\r\n" + BODY[:5] + b"\r\n1b\r\n" + BODY[5:] + b"\r\n0\r\n\r\n"
PACKED = gzip.compress(BODY, mtime=0)
PLACES = 1


def take(path: Path) -> tuple[list[Capture], ImportReport]:
    report = ImportReport()
    return list(captures_in(path, report)), report


def sha1(data: bytes) -> str:
    return "sha1:" + b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def sha256(data: bytes) -> str:
    return "SHA-256:" + hashlib.sha256(data).hexdigest().upper()


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Archive]:
    return simulated(tmp_path_factory.mktemp("simulated"))


@pytest.mark.parametrize(
    ("harm", "form"),
    [
        pytest.param(harm, form, marks=() if (nth + of) % 2 == 0 else pytest.mark.campaign)
        for nth, harm in enumerate(HARMS)
        for of, form in enumerate(FORMS)
    ],
)
def test_a_harm_costs_the_records_that_it_hits(
    form: str, harm: str, archives: dict[str, Archive], tmp_path: Path
) -> None:
    for number in range(PLACES):
        chance = random.Random(f"{form} {harm} {number}")
        assert None is fault_of(archives[form], harm, chance, tmp_path)


def test_a_page_is_not_made_of_a_tail_of_zeros(tmp_path: Path) -> None:
    page = PAGE._replace(body=b"<html>" + random.Random(1).randbytes(3000).hex().encode())
    packed = gzip.compress(response(page))
    for lost in (6, 8, 600):
        data = warc([response(PAGE)]) + packed[:-lost] + bytes(lost)
        captures, report = take(written(tmp_path / "a.warc.gz", data))
        assert [BODY] == [capture.body for capture in captures]
        assert 1 == report.damaged.places


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("by", [-40, -5, -1, 1, 3, 4, 80, 700, 10**7])
def test_a_wrong_content_length_costs_its_record_and_no_other(by: int, packed: bool, tmp_path: Path) -> None:
    pages = [PAGE._replace(body=BODY + b"%d" % number * 50) for number in range(3)]
    first, second, third = map(response, pages)
    length = int(second.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
    second = second.replace(b"Content-Length: %d" % length, b"Content-Length: %d" % max(0, length + by))
    name = "a.warc.gz" if packed else "a.warc"
    captures, report = take(written(tmp_path / name, warc([first, second, third], packed=packed)))
    assert [pages[0].body, pages[2].body] == [capture.body for capture in captures]
    assert 1 == report.damaged.places == report.refused.total()
    start = len(warc([first], packed=packed))
    assert report.damaged.examples[0].startswith(f"{name}, byte {start}: ")


@pytest.mark.parametrize(
    "claim", [b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 9999999\r\n\r\n", b"WARC/1.1\r\nWARC-"]
)
def test_records_that_claim_to_overlap_are_not_followed_for_ever(claim: bytes, tmp_path: Path) -> None:
    captures, report = take(written(tmp_path / "a.warc", warc([response(PAGE)], packed=False) + claim * 100_000))
    assert [BODY] == [capture.body for capture in captures]
    assert 0 < report.damaged.places < 100_000


@pytest.mark.parametrize(
    ("payload", "headers", "stated"),
    [
        (BODY, (), sha1(BODY)),
        (BODY, (), "sha1:" + hashlib.sha1(BODY, usedforsecurity=False).hexdigest()),
        (BODY, (), sha256(BODY)),
        (BODY, (), "sha256:" + b32encode(hashlib.sha256(BODY).digest()).decode()),
        (BODY, (), "sha256:" + b32encode(hashlib.sha256(BODY).digest()).decode().rstrip("=").lower()),
        (BODY, (), "sha-512:" + b64encode(hashlib.sha512(BODY).digest()).decode()),
        (BODY, (), "md5:" + hashlib.md5(BODY, usedforsecurity=False).hexdigest()),
        (BODY, (), "sha1:" + sha1(http(BODY, HTML))[5:]),
        (BODY, (), "blake3:no-digest-that-is-compared"),
        (CHUNKED, ("Transfer-Encoding: chunked",), sha1(CHUNKED)),
        (CHUNKED, ("Transfer-Encoding: chunked",), sha1(BODY)),
        (PACKED, ("Content-Encoding: gzip",), sha1(PACKED)),
        (PACKED, ("Content-Encoding: gzip",), sha256(PACKED)),
        (CHUNKED, ("Transfer-Encoding: chunked",), sha256(CHUNKED)),
        (PACKED, ("Content-Encoding: gzip",), sha1(BODY)),
    ],
)
def test_digests_of_all_programs_are_understood(
    payload: bytes, headers: tuple[str, ...], stated: str, tmp_path: Path
) -> None:
    made = response(PAGE._replace(body=payload), HTML, *headers, WARC_Payload_Digest=stated)
    captures, report = take(written(tmp_path / "a.warc.gz", warc([made])))
    assert ([BODY], {}) == ([capture.body for capture in captures], report.refused)
    assert [hashlib.sha256(BODY).hexdigest()] == [capture.sha256 for capture in captures]


@pytest.mark.parametrize("name", ["WARC_Block_Digest", "WARC_Payload_Digest"])
@pytest.mark.parametrize("packing", ["packed", "plain", "one member", "in a tar"])
@pytest.mark.parametrize("stated", [sha1(b"other"), "sha256:" + "0" * 64, "md5:", "sha1:?"])
def test_a_record_that_contradicts_its_digest_is_refused_by_name(
    name: str, packing: str, stated: str, tmp_path: Path
) -> None:
    records = [response(PAGE), response(PAGE, HTML, **{name: stated}), response(PAGE)]
    data = warc(records, packed=packing in {"packed", "in a tar"})
    path = tmp_path / ("a.warc" if packing == "plain" else "a.warc.gz")
    if packing == "in a tar":
        path, data = tmp_path / "a.tar", tar_of([("a.warc.gz", data)])
    captures, report = take(written(path, gzip.compress(data) if packing == "one member" else data))
    assert ([BODY, BODY], {Reason.DIGEST: 1}) == ([capture.body for capture in captures], report.refused)
    (example,) = report.damaged.examples
    assert f"{name.replace('_', '-')}: {stated}" in example
    assert f", byte {0 if packing == 'one member' else len(warc(records[:1], packed=packing != 'plain'))}: " in example


def test_the_digest_of_a_page_that_was_cut_may_be_that_of_the_whole(tmp_path: Path) -> None:
    made = response(PAGE, HTML, WARC_Payload_Digest=sha1(BODY + b"more"), WARC_Truncated="length")
    captures, report = take(written(tmp_path / "a.warc.gz", warc([made])))
    assert (1, 1, {}) == (len(captures), report.truncated, report.refused)


def revisit(body: bytes, day: int) -> bytes:
    fields = {"WARC_Type": "revisit", "WARC_Target_URI": f"{HOST}/offer/12", "WARC_Date": f"2018-12-{day:02}T00:00:00Z"}
    return record(b"", **fields, WARC_Payload_Digest=sha1(body))


def test_damage_after_a_revisited_record_ends_no_import(tmp_path: Path) -> None:
    second = BODY + b"2"
    gone = bytearray(gzip.compress(response(PAGE._replace(body=BODY + b"1")), mtime=0))
    gone[30] ^= 0xFF
    data = warc([warcinfo(), response(PAGE)]) + gone + warc([response(PAGE._replace(body=second))])
    written(tmp_path / "a.warc.gz", data)
    written(tmp_path / "b.warc.gz", warc([revisit(BODY, 1), revisit(second, 2), revisit(BODY + b"1", 3)]))
    captures, report = take(tmp_path)
    assert [BODY, second, BODY, second] == [capture.body for capture in captures]
    assert {Reason.PACKED_RECORD: 1, Reason.REVISIT: 1} == report.refused
    place = len(warc([revisit(BODY, 1), revisit(second, 2)]))
    assert [f"b.warc.gz, byte {place}"] == report.examples[Reason.REVISIT]
    assert report.damaged.examples[0].startswith(f"a.warc.gz, byte {len(warc([warcinfo(), response(PAGE)]))}: ")


def test_revisits_of_what_is_lost_while_it_is_imported_are_refused_by_name(tmp_path: Path) -> None:
    path = written(tmp_path / "a.warc.gz", warc([response(PAGE), response(PAGE._replace(body=BODY + b"2"))]))
    written(tmp_path / "b.warc.gz", warc([revisit(BODY, 1), revisit(BODY + b"2", 2)]))
    report = ImportReport()
    captures = captures_in(tmp_path, report)
    taken = [next(captures), next(captures)]
    path.write_bytes(path.read_bytes()[:-20])
    taken += captures
    assert [BODY, BODY + b"2", BODY] == [capture.body for capture in taken]
    assert [f"b.warc.gz, byte {len(warc([revisit(BODY, 1)]))}"] == report.examples[Reason.REVISIT]


def test_a_file_that_is_being_written_is_not_damaged(tmp_path: Path) -> None:
    data = warc([response(PAGE), response(PAGE)])[:-9]
    _, report = take(written(tmp_path / "a.warc.gz.open", data))
    assert ({Reason.UNFINISHED: 1}, 0) == (report.refused, report.damaged.places)
    _, report = take(written(tmp_path / "b.warc.gz", data))
    assert ({Reason.CUT_RECORD: 1}, 1) == (report.refused, report.damaged.places)


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tar.zst"])
def test_a_tar_that_breaks_off_gives_each_whole_record_before(name: str, tmp_path: Path) -> None:
    pages = [PAGE._replace(body=BODY + random.Random(number).randbytes(999).hex().encode()) for number in range(300)]
    data = tar_of([("a.warc.gz", warc(map(response, pages)))], name.removeprefix("a."))
    captures, report = take(written(tmp_path / name, data[: len(data) * 2 // 3]))
    assert [page.body for page in pages[: len(captures)]] == [capture.body for capture in captures]
    assert 170 < len(captures) < 210
    assert report.damaged


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED])
def test_a_damaged_file_in_a_zip_is_read_to_its_end(method: int, tmp_path: Path) -> None:
    bodies = [BODY + b"%d" % number for number in range(5)]
    records = [response(PAGE._replace(body=body), HTML, WARC_Payload_Digest=sha1(body)) for body in bodies]
    whole = warc([*records, revisit(bodies[4], 1)], packed=False)
    hit = whole.replace(bodies[1], bodies[1].replace(b"a page", b"a pane"))
    data = bytearray(zip_of([("a.warc", hit), ("b.html", BODY)], method))
    for mark, at in ((b"PK\x01\x02", 16), (b"PK\x03\x04", 14)):
        struct.pack_into("<I", data, data.index(mark) + at, zlib.crc32(whole))
    captures, report = take(written(tmp_path / "a.zip", bytes(data)))
    assert [bodies[0], *bodies[2:], BODY, bodies[4]] == [capture.body for capture in captures]
    assert {Reason.DIGEST: 1, Reason.CORRUPT: 1} == report.refused
