"""A WARC file that is read in stretches, each for itself, gives what it gives as a whole."""

from __future__ import annotations

import gzip
import hashlib
import pickle
from base64 import b32encode
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import Import, captures_in
from cryptodrug_scraper.importers.warc_file import Reading, WarcFile
from tests.importers.forms import HOST, Page, http, record, response, warc, warcinfo, written

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.importers.places import Place

NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
BODIES = [
    f"<html><body>{number} {hashlib.sha256(b'%d' % number).hexdigest() * 8}</body></html>".encode()
    for number in range(40)
]


def revisit_of(number: int) -> bytes:
    """A revisit of a page, an hour after all others."""
    return record(
        http(b"", "Content-Type: text/html"),
        WARC_Type="revisit",
        WARC_Target_URI=f"{HOST}/{number}",
        WARC_Date="2018-11-19T10:00:00Z",
        Content_Type="application/http; msgtype=response",
        WARC_Payload_Digest="sha1:" + b32encode(hashlib.sha1(BODIES[number], usedforsecurity=False).digest()).decode(),
    )


RECORDS = [
    warcinfo(),
    revisit_of(35),
    *(response(Page(body, f"/{number}", NINE + timedelta(minutes=number))) for number, body in enumerate(BODIES)),
    revisit_of(2),
    response(Page(BODIES[7], "/7", NINE + timedelta(minutes=7))),
]
PACKED = [gzip.compress(each, mtime=0) for each in RECORDS]
WHOLE = b"".join(PACKED)
FILES = {
    "whole": WHOLE,
    "damaged in the middle": b"".join([*PACKED[:20], PACKED[20][:90] + b"\xff" * 9 + PACKED[20][99:], *PACKED[21:]]),
    "cut at the end": WHOLE[:-30],
    "one member": gzip.compress(b"".join(RECORDS), mtime=0),
    "not packed": warc(RECORDS, packed=False),
    "a record that is too long": b"".join(
        [*PACKED[:9], gzip.compress(RECORDS[9].replace(b"Content-Length: ", b"Content-Length: 1")), *PACKED[10:]]
    ),
}


def in_stretches(path: Place, size: int) -> tuple[list[Capture], ImportReport, list[WarcFile]]:
    """Read a file as several processes would: each stretch apart, the last first."""
    report = ImportReport()
    with Import(path, report) as whole:
        (file,) = (part for part in whole.parts() if isinstance(part, WarcFile))
        files = list(file.stretches(lambda: size))
        readings = [Reading() for _ in files]
        found = [list(reading.captures(file)) for file, reading in reversed([*zip(files, readings, strict=True)])]
        for reading in readings:
            whole.take(pickle.loads(pickle.dumps(reading)))
        return [*(capture for part in reversed(found) for capture in part), *whole.rest()], report, files


@pytest.mark.parametrize("size", [1, 900, 4000])
@pytest.mark.parametrize("name", FILES)
def test_stretches_give_what_the_whole_gives(name: str, size: int, tmp_path: Path) -> None:
    path = written(tmp_path / ("a.warc" if name == "not packed" else "a.warc.gz"), FILES[name])
    expected = ImportReport()
    captures = list(captures_in(path, expected))

    found, report, files = in_stretches(path, size)

    assert captures == found
    assert expected == report
    assert len(captures) > 8
    assert any(capture.captured is not None and capture.captured.earliest.hour == 10 for capture in captures)
    assert files[-1].end is None
    assert all(one.end == other.start for one, other in pairwise(files))
    if name in {"whole", "cut at the end"}:
        assert len(files) == len(RECORDS) if size == 1 else 3 <= len(files) < len(RECORDS)


def test_a_page_that_holds_a_record_is_not_cut_there(tmp_path: Path) -> None:
    forged = gzip.compress(response(Page(b"<html>forged</html>", "/forged", NINE)), mtime=0)
    holds = gzip.compress(response(Page(b"<html>" + forged, "/holds", NINE)), compresslevel=0, mtime=0)
    path = written(tmp_path / "a.warc.gz", b"".join([holds] * 3 + PACKED[1:4]))
    assert forged in holds

    found, _, files = in_stretches(path, 1)

    assert len(files) == 6
    assert {None, "http://abcdefgh.onion/holds"} >= {capture.url for capture in found[:3]}
    assert not any(b"forged" in (capture.url or "").encode() for capture in found)
