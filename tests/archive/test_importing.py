from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from cryptodrug_scraper.archive import ArchiveWriter, Layout
from cryptodrug_scraper.archive.importing import import_paths
from cryptodrug_scraper.archive.locks import locked
from cryptodrug_scraper.archive.scan import scan
from cryptodrug_scraper.archive.verify import verify_archive
from cryptodrug_scraper.capture import Capture, CaptureTime, Origin, TimeSource
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers import ImportReport, captures_in
from cryptodrug_scraper.warc.description import origin_text, read_description, read_origin
from tests.support.examples import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = CaptureTime.on(datetime(2018, 11, 18, tzinfo=UTC).date())
PAGE = b"<html><body>" + b"a page " * 100 + b"</body></html>"


def read_back(root: Path) -> Iterator[Capture]:
    """The captures of an archive as warcio reads its records, revisits with the bodies that they refer to."""
    bodies: dict[str, bytes] = {}
    for path in Layout(root).sealed():
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type not in ("response", "resource", "revisit"):
                    continue
                header, http = record.rec_headers.get_header, record.http_headers
                body = record.content_stream().read()
                body = bodies.setdefault(header("WARC-Payload-Digest"), body)
                described = read_description({name.lower(): value for name, value in record.rec_headers.headers})
                yield Capture(
                    body,
                    read_origin(described.origin or ""),
                    described.url,
                    described.captured,
                    described.time_source,
                    None if http is None else int(http.get_statuscode()),
                    (record.rec_headers if http is None else http).get_header("Content-Type"),
                )


instants = st.datetimes(datetime(1000, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # its zone is apart
whole_seconds = instants.map(lambda instant: instant.replace(microsecond=0))
times = st.one_of(
    st.none(),
    instants.map(CaptureTime.at),
    whole_seconds.map(CaptureTime.at),
    whole_seconds.map(lambda instant: CaptureTime.on(instant.date())),
    st.tuples(instants, st.integers(1, 10**12)).map(
        lambda pair: CaptureTime(pair[0], pair[0] + timedelta(microseconds=pair[1]))
    ),
)
addresses = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(
            ["http://market.invalid", "HTTP://M.invalid", "http://host.invalid", "ftp://x", "//x", "../", ""]
        ),
        st.sampled_from(
            ["", "/", "?a=b", "/a b", "/ü?x=%20&y=<z>", "/p#part", "/x?u=http://me:pw@host/", "urn:sha256:0"]
        ),
        st.sampled_from(["", " ", "\n", "%", "é", "unknown"]),
    ),
    st.just("unknown"),
    st.just("urn:sha256:" + "0" * 64),
)
captures = st.lists(
    st.builds(
        Capture,
        body=st.one_of(st.binary(max_size=40), st.sampled_from([b"", PAGE, PAGE + b"2"])),
        origin=st.builds(
            Origin,
            st.sampled_from(["page", "warc", "folder"]),
            st.text(st.characters(exclude_categories=[]), min_size=1, max_size=20).filter(
                lambda path: not any("\ud800" <= letter < "\udc80" or "\udcff" < letter <= "\udfff" for letter in path)
            ),
            st.none() | st.integers(0, 2**40),
        ),
        url=addresses,
        captured=times,
        time_source=st.sampled_from(get_args(TimeSource)),
        http_status=st.none() | st.integers(0, 999),
        content_type=st.none() | st.sampled_from(["text/html", "text/html; charset=utf-8", "image/png"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=examples(20))
@given(captures)
def test_every_capture_comes_back_as_it_was(given_captures: list[Capture]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with ArchiveWriter(Path(folder), roll_at=2000) as writer:
            stored = [writer.keep(capture) for capture in given_captures]
        kept = [capture for capture, one in zip(given_captures, stored, strict=True) if one.new]
        assert len({(capture.capture_id, capture.origin) for capture in given_captures}) == len(kept)
        assert [
            (capture.capture_id, capture.body, capture.http_status, capture.captured, capture.origin)
            for capture in kept
        ] == [
            (back.capture_id, back.body, back.http_status, back.captured, back.origin)
            for back in read_back(Path(folder))
        ]
        assert [capture.url is None for capture in kept] == [back.url is None for back in read_back(Path(folder))]
        assert [capture.content_type for capture in kept] == [back.content_type for back in read_back(Path(folder))]
        assert ["none" if capture.captured is None else capture.time_source for capture in kept] == [
            back.time_source for back in read_back(Path(folder))
        ]
        rows = [record.row for path in Layout(Path(folder)).sealed() for record in scan(path) if record.row is not None]
        assert [capture.capture_id.bytes for capture in kept] == [row.capture_id for row in rows]
        assert [] == verify_archive(Path(folder)).problems


@settings(max_examples=examples(15))
@given(st.text(min_size=1, max_size=20), st.none() | st.integers(0, 10**9))
def test_a_place_of_import_fits_on_a_line_and_comes_back(path: str, offset: int | None) -> None:
    try:
        text = origin_text(Origin("page", path, offset))
    except UnicodeEncodeError:
        return  # half a character is in no name of a file
    assert text.isascii()
    assert text.isprintable()
    assert Origin("page", path, offset) == read_origin(text)


def folder_of_pages(root: Path) -> Path:
    """Pages with and without address, status and time; two of them have one body."""

    def page(name: str, body: bytes, **sidecar: object) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        if sidecar:
            path.with_name(path.name + ".json").write_text(json.dumps(sidecar))

    page("a.html", PAGE, url="/view?offer=1", captured_at="2018-11-18T09:12:00Z", http_status=200)
    page("b.html", PAGE, url="/view?offer=1", captured_at="2018-11-19T09:12:00Z", http_status=200)
    page("c.html", PAGE + b"c", url="http://market.invalid/c", captured_at="2018-11-19", http_status=404)
    page("2018-11-20/d.html", PAGE + b"d")
    page("none/e.html", PAGE + b"e")
    page("none/f.html", PAGE + b"f", captured_at="2018-11-18T09:12:00Z")
    return root


def test_an_archive_gives_the_captures_that_its_source_gives(tmp_path: Path) -> None:
    source, root = folder_of_pages(tmp_path / "pages"), tmp_path / "archive"
    imported = import_paths([source], root)
    assert (6, 6, 1, 0) == (imported.report.accepted, imported.written, imported.revisits, imported.kept_before)

    def told(path: Path) -> list[tuple[object, ...]]:
        found = captures_in(path, ImportReport())
        return sorted((str(one.capture_id), one.body, one.http_status, one.time_source) for one in found)

    assert told(source) == told(Layout(root).warcs)
    assert [] == verify_archive(root).problems


def test_what_is_kept_is_not_written_again(tmp_path: Path) -> None:
    source, root = folder_of_pages(tmp_path / "pages"), tmp_path / "archive"
    import_paths([source], root)
    (source / "new.html").write_bytes(PAGE + b"new")
    (source / "c.html").write_bytes(PAGE + b"changed")
    again = import_paths([source, source], root)
    assert (14, 12, 2) == (again.report.accepted, again.kept_before, again.written)
    third = import_paths([source], root)
    assert (7, 7, 0) == (third.report.accepted, third.kept_before, third.written)
    assert 2 == len(Layout(root).sealed())


def test_the_same_page_from_another_place_is_another_capture(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        first = writer.keep(Capture(PAGE, Origin("page", "a"), captured=DAY, http_status=200))
        other = writer.keep(Capture(PAGE, Origin("page", "b"), captured=DAY, http_status=200))
        again = writer.keep(Capture(PAGE, Origin("page", "a"), captured=DAY, http_status=200))
    assert [(True, "response"), (True, "revisit"), (False, "")] == [(s.new, s.kind) for s in (first, other, again)]
    assert (first.path, first.offset) == (again.path, again.offset)
    assert Origin("warc", first.path, first.offset) == first.capture.origin


def test_a_status_that_is_none_is_refused_and_the_rest_kept(tmp_path: Path) -> None:
    source, root = folder_of_pages(tmp_path / "pages"), tmp_path / "archive"
    (source / "c.html.json").write_text('{"captured_at": "2018-11-19", "http_status": -4}')
    imported = import_paths([source], root)
    assert (5, 5, 1) == (imported.report.accepted, imported.written, sum(imported.report.refused.values()))
    assert ["sidecar not understood"] == list(imported.report.examples)
    assert "http_status" in str(imported.report.examples)
    with ArchiveWriter(root) as writer, pytest.raises(ArchiveError, match="is no HTTP status"):
        writer.keep(Capture(PAGE, Origin("page", "a"), http_status=1000))


def test_only_one_import_runs_at_a_time(tmp_path: Path) -> None:
    source, root = folder_of_pages(tmp_path / "pages"), tmp_path / "archive"
    import_paths([source], root)
    with locked(Layout(root).import_lock), pytest.raises(ArchiveError, match="another import"):
        import_paths([source], root)
