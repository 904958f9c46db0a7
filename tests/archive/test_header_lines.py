"""What comes from outside and goes into a header: it stays on its line, and comes back as the index has it."""

from __future__ import annotations

import io
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from isal import isal_zlib

from cryptodrug_scraper.archive import ArchiveWriter, Exchange, Layout
from cryptodrug_scraper.archive.importing import import_paths
from cryptodrug_scraper.archive.scan import scan
from cryptodrug_scraper.archive.verify import verify_archive
from cryptodrug_scraper.capture import Capture, Origin
from cryptodrug_scraper.importers import ImportReport, captures_in
from cryptodrug_scraper.warc.faults import UnusableError
from cryptodrug_scraper.warc.reading import records_in
from cryptodrug_scraper.warc.writing import member

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
PAGE = b"<html><body>" + b"a page " * 100 + b"</body></html>"
LINES = "text/html\r\nWARC-Type: response\r\n\r\n<html>"


def folder(root: Path, *sidecars: Mapping[str, object]) -> Path:
    root.mkdir()
    for number, sidecar in enumerate(sidecars):
        (root / f"{number}.html").write_bytes(PAGE + b"%d" % number)
        (root / f"{number}.html.json").write_text(json.dumps(sidecar, ensure_ascii=False), encoding="utf-8")
    return root


def types(root: Path) -> list[str | None]:
    """The content types that the index has, where the WARC files say the same."""
    assert [] == verify_archive(root).problems
    return [record.row.mime for path in Layout(root).sealed() for record in scan(path) if record.row is not None]


@pytest.mark.parametrize("status", [None, 200])
def test_line_ends_in_the_content_type_of_a_sidecar_are_spaces_in_the_archive(
    tmp_path: Path, status: int | None
) -> None:
    stated = [LINES, "text/html\x00", "text/html \x85\u2028", "text/html://me:hush@market.invalid/", "\r\n"]
    source = folder(tmp_path / "pages", *({"content_type": text, "http_status": status} for text in stated))
    imported = import_paths([source], tmp_path / "archive")
    assert (4, {"not a page by its content type": 1}) == (imported.written, imported.report.refused)
    assert ["text/html WARC-Type: response <html>", "text/html", "text/html", "text/html://market.invalid/"] == (
        types(tmp_path / "archive")
    )


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.characters(exclude_categories=[]), max_size=12),
    st.none() | st.just(200),
    st.sampled_from(["Content-Type", "content-type ", "Content-Type\0", "Content Type", "X:Y", ""]),
)
def test_no_text_of_a_content_type_makes_index_and_file_differ(text: str, status: int | None, name: str) -> None:
    with tempfile.TemporaryDirectory() as place, ArchiveWriter(Path(place)) as writer:
        kept = writer.keep(Capture(PAGE, Origin("page", "a"), content_type=text, http_status=status)).capture
        fetched = writer.exchange(
            Exchange("http://market.invalid/", NINE, 200, PAGE + b"2", [(name, text)], reason=text)
        ).capture
        writer.close()
        assert [(capture.content_type or "").partition(";")[0].strip() for capture in (kept, fetched)] == [
            mime or "" for mime in types(Path(place))
        ]


@given(
    st.lists(st.tuples(st.sampled_from(["WARC-Target-URI", "X-Any"]), st.text(st.characters(exclude_categories=[]))))
)
def test_no_value_adds_a_line_to_a_record(headers: Sequence[tuple[str, str]]) -> None:
    plain = isal_zlib.decompress(member(headers, b"block"), 31)
    head = plain.partition(b"\r\n\r\n")[0]
    assert head.count(b"\n") == head.count(b"\r") == len(headers) + 2
    assert b"block" == next(records_in(io.BytesIO(plain), lambda *_: None)).block


def test_an_address_that_is_too_long_for_a_header_is_refused_and_the_rest_can_be_read(tmp_path: Path) -> None:
    source, root = folder(tmp_path / "pages", {"url": "/" + "é" * 30_000}, {"url": "/b"}), tmp_path / "archive"
    imported = import_paths([source], root)
    assert (1, 1) == (imported.written, imported.report.accepted)
    assert {"an address or a place too long for a header": 1} == imported.report.refused
    assert ["0.html: 360454 bytes"] == imported.report.examples["an address or a place too long for a header"]
    report = ImportReport()
    assert ["/b"] == [capture.url for capture in captures_in(root, report)]
    assert not report.refused
    assert [] == verify_archive(root).problems
    with ArchiveWriter(root) as writer, pytest.raises(UnusableError, match="too long for a header"):
        writer.exchange(Exchange("http://market.invalid/" + "é" * 30_000, NINE, 200, PAGE))


def test_verify_names_a_record_whose_header_no_import_reads(tmp_path: Path) -> None:
    path = tmp_path / "long.warc.gz"
    path.write_bytes(isal_zlib.compress(b"WARC/1.1\r\nX-Long: " + b"a" * 300_000 + b"\r\n\r\n\r\n\r\n", 1, 31))
    (record,) = scan(path)
    assert ["it is no WARC record: a header without end"] == record.problems
