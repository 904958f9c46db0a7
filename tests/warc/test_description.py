"""What records say of their captures: writer, importer and index agree, whoever wrote the record."""

from __future__ import annotations

import gzip
import string
import tempfile
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cryptodrug_scraper.archive import ArchiveWriter, Exchange, Layout
from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.rebuild import rebuild
from cryptodrug_scraper.archive.scan import scan
from cryptodrug_scraper.archive.verify import verify_archive
from cryptodrug_scraper.capture import Capture, CaptureTime, Origin, TimeSource
from cryptodrug_scraper.importers import ImportReport, captures_in
from cryptodrug_scraper.warc.dates import instant_text
from cryptodrug_scraper.warc.description import origin_text, read_description, read_origin
from cryptodrug_scraper.warc.faults import UnusableError
from tests.importers.forms import http, record, warc, warcinfo, written
from tests.support.examples import examples

if TYPE_CHECKING:
    from cryptodrug_scraper.archive.scan import Row

PAGE = b"<html><body>" + b"a page " * 100 + b"</body></html>"
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))

instants = st.datetimes(datetime(1000, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # its zone is apart
seconds = instants.map(lambda instant: instant.replace(microsecond=0))
times = st.one_of(
    st.none(),
    instants.map(CaptureTime.at),
    seconds.map(CaptureTime.at),
    seconds.map(lambda instant: CaptureTime.on(instant.date())),
    st.tuples(instants, st.integers(1, 10**12)).map(
        lambda pair: CaptureTime(pair[0], pair[0] + timedelta(microseconds=pair[1]))
    ),
)
hosts = st.sampled_from(
    (
        *("http://market.invalid", "<http://market.invalid", "HTTP://M.invalid", "http://me:pw@m.invalid", "http://"),
        *("http://host.invalid", "http://host.invalidated", "http://host.invalid:80"),
        *("ftp://x", "//x", "../", "", "urn:sha256:", "unknown"),
    )
)
paths = st.sampled_from(["", "/", "?a=b", "/a b", "/ü?x=%20&y=<z>", "/p#part", "/x?u=http://me:pw@host/", "0" * 64])
ends = st.sampled_from(["", " ", ">", "%", "é", "#"])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
addresses = texts | st.builds("{}{}{}".format, hosts, paths, ends)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20) | st.just("caf\udce9 @1.html")
captures = st.builds(
    Capture,
    body=st.sampled_from([b"", b"<p>", PAGE, PAGE + b"2"]),
    origin=st.builds(Origin, st.sampled_from(["page", "warc", "mhtml"]), names, st.none() | st.integers(0, 2**40)),
    url=st.none() | addresses,
    captured=times,
    time_source=st.sampled_from(get_args(TimeSource)),
    http_status=st.none() | st.integers(0, 999),
    content_type=st.none() | st.just("text/html"),
    crawl_id=st.none() | st.uuids(),
)
exchanges = st.builds(
    Exchange,
    url=st.builds("http://{}market.invalid/{}".format, st.sampled_from(["", "me:pw@"]), texts),
    captured=instants,
    status=st.just(200),
    body=st.sampled_from([b"<p>", PAGE]),
    crawl_id=st.none() | st.uuids(),
    key=texts,
)


def indexed(root: Path) -> list[Row]:
    """What the index of an archive has, after it was made anew."""
    rebuild(root)
    with closing(Index(Layout(root).database)) as index:
        return [row for path in Layout(root).sealed() for row in index.rows(path.name)]


@settings(max_examples=examples(15))
@given(st.lists(captures | exchanges, min_size=1, max_size=5))
def test_writer_importer_and_index_agree_on_every_capture(given_: list[Capture | Exchange]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        said: Counter[tuple[object, ...]] = Counter()
        origins: set[tuple[bytes, str]] = set()
        with ArchiveWriter(root) as writer:
            for one in given_:
                stored = writer.keep(one) if isinstance(one, Capture) else writer.exchange(one)
                if stored.new:
                    kept = stored.capture
                    source = "none" if kept.captured is None else kept.time_source
                    said[kept.capture_id, kept.captured, source, kept.crawl_id, kept.url is None] += 1
                    origins.add((kept.capture_id.bytes, "" if one.origin is None else origin_text(one.origin)))
        report = ImportReport()
        taken = list(captures_in(Layout(root).warcs, report))
        assert {} == report.refused
        assert said == Counter(
            (one.capture_id, one.captured, one.time_source, one.crawl_id, one.url is None) for one in taken
        )
        rows = indexed(root)
        assert Counter(one.capture_id.bytes for one in taken) == Counter(row.capture_id for row in rows)
        assert origins == {(row.capture_id, row.origin) for row in rows}
        assert {one.origin for one in given_} - {None} == {read_origin(row.origin) for row in rows if row.origin}
        assert {None if one.captured is None else one.captured.earliest.isoformat() for one in taken} == {
            row.earliest for row in rows
        }
        assert [] == verify_archive(root).problems


lines = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=40)
dates = st.one_of(
    lines,
    instants.map(instant_text),
    st.tuples(instants, OFFSETS).map(lambda pair: pair[0].astimezone(pair[1]).isoformat()),
    st.tuples(seconds, st.integers(0, 10**12)).map(lambda pair: f"{pair[0]:%Y-%m-%dT%H:%M:%S}.{pair[1]}Z"),
    seconds.map("{:%Y%m%d%H%M%S}".format),
    st.builds("{:04}-{:02}-{:02}".format, st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32)),
    st.builds("{:04}{:02}{:02}".format, st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32)),
    st.builds("{}-{}".format, st.integers(0, 9999), lines),
    st.sampled_from(["0001-01-01T00:00:00+23:59", "9999-12-31", "9999-12-31T23:59:59-01:00", "2018-11-18t09:12:60z"]),
    st.sampled_from(["٢٠١٨١١١٨٠٩١٢٠٠", "2018-11-18T09:12Z", "2018-11-18 09:12:00 +0100", "2018-W46-7T09:12:00Z"]),
)
targets = st.one_of(
    lines,
    st.builds("<{}>".format, lines),
    st.builds("{}{}{}".format, hosts, paths, ends),
    st.just("urn:sha256:" + "0" * 64),
)
own = st.fixed_dictionaries(
    {},
    optional={
        "X-Capture-Time": st.one_of(lines, st.just("unknown"), st.builds("{}/{}".format, dates, dates)),
        "X-Capture-Time-Source": lines | st.sampled_from(get_args(TimeSource)),
        "X-Capture-Origin": st.one_of(
            lines,
            st.builds("page {}@{}".format, lines, lines),
            st.builds("crawl {}/{}".format, st.uuids() | lines, lines),
        ),
        "X-Capture-Crawl": lines | st.uuids().map(str),
        "X-Capture-Url": lines | st.just("unknown"),
    },
)
others = st.fixed_dictionaries(
    {}, optional={"WARC-Target-URI": targets, "WARC-Date": dates, "WARC-Record-ID": lines, "WARC-Payload-Digest": lines}
)
cases = st.sampled_from([str, str.lower, str.upper, str.swapcase, string.capwords])


@settings(max_examples=examples(40))
@given(stated=others, ours=st.just({}) | own, more=others, case=cases, kind=st.sampled_from(["response", "resource"]))
def test_importer_and_index_agree_on_the_records_of_others_or_refuse_them_for_the_same_reason(
    stated: dict[str, str], ours: dict[str, str], more: dict[str, str], case: type[str], kind: str
) -> None:
    fields = [("WARC-Type", kind), ("Content-Type", "text/html"), *stated.items(), *ours.items(), *more.items()]
    block = PAGE if kind == "resource" else http(PAGE, "Content-Type: text/html")
    head = "".join(f"{case(name)}: {value}\r\n" for name, value in fields)
    made = record(block).replace(b"WARC/1.1\r\n", b"WARC/1.1\r\n" + head.encode())
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        path = written(Layout(root).warcs / "other.warc.gz", warc([warcinfo(), made]))
        report = ImportReport()
        taken = list(captures_in(path, report))
        rows = indexed(root)
        assert [one.capture_id.bytes for one in taken] == [row.capture_id for row in rows]
        assert 1 == len(taken) + report.refused.total()
        for one, row in zip(taken, rows, strict=True):
            time = one.captured
            assert (row.earliest, row.latest) == (
                (None, None) if time is None else (time.earliest.isoformat(), time.latest.isoformat())
            )
        for reason, (example,) in report.examples.items():
            problems = [problem for one in scan(path) for problem in one.problems]
            assert f"{reason}: {example.partition(': ')[2]}" in problems


@settings(max_examples=50, deadline=None)
@given(text=lines)
def test_a_file_of_any_header_is_read_without_a_failure(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = gzip.compress(f"WARC/1.1\r\n{text}\r\nContent-Length: {text}\r\n\r\n".encode())
        path = written(Layout(Path(folder)).warcs / "other.warc.gz", made)
        assert [] == list(captures_in(path, ImportReport()))
        assert [] == indexed(Path(folder))


def test_a_length_of_thousands_of_digits_is_refused_and_not_computed(tmp_path: Path) -> None:
    made = gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n")
    path = written(Layout(tmp_path).warcs / "other.warc.gz", made)
    report = ImportReport()
    assert [] == list(captures_in(path, report))
    assert 1 == report.refused.total()
    assert [] == indexed(tmp_path)


def test_an_address_that_cannot_be_read_is_not_repeated_in_the_message() -> None:
    with pytest.raises(UnusableError, match="X-Capture-Url: it is not percent-encoded") as caught:
        read_description({"x-capture-url": "http://market.invalid/a b"})
    assert "market.invalid" not in str(caught.value)
