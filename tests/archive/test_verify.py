from __future__ import annotations

import gzip
import hashlib
import re
import shutil
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cryptodrug_scraper.archive import ArchiveWriter, Exchange, Layout
from cryptodrug_scraper.archive.rebuild import rebuild
from cryptodrug_scraper.archive.scan import Scanned, scan
from cryptodrug_scraper.archive.verify import verify_archive, verify_files
from cryptodrug_scraper.errors import ArchiveError
from tests.support.examples import examples

if TYPE_CHECKING:
    from pathlib import Path

NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
PAGES = 6
UNCHECKED = "its digests cannot be checked"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one file: four pages, a revisit of the second, another page."""
    root = tmp_path_factory.mktemp("archive")
    with ArchiveWriter(root) as writer:
        for number in range(PAGES):
            page = f"<html>{1 if number == 4 else number}{'a page ' * 100}</html>".encode()
            time = NINE + timedelta(seconds=number)
            writer.exchange(Exchange(f"http://market.invalid/{number}", time, 200, page))
    return root


@pytest.fixture
def root(pristine: Path, tmp_path: Path) -> Path:
    shutil.copytree(pristine, tmp_path / "archive")
    return tmp_path / "archive"


def warc(root: Path) -> Path:
    (path,) = Layout(root).sealed()
    return path


def captures(path: Path) -> list[Scanned]:
    return [record for record in scan(path) if record.row is not None]


def replace(path: Path, record: Scanned, new: bytes) -> None:
    """Put other bytes in the place of a record."""
    data = path.read_bytes()
    path.write_bytes(data[: record.offset] + new + data[record.end :])


def test_a_whole_archive_has_no_problem(root: Path) -> None:
    verified = verify_archive(root)
    assert ([], 1, 1 + 2 * PAGES, 1) == (verified.problems, verified.files, verified.records, verified.revisits)


def test_a_flipped_byte_is_named_and_the_records_after_it_are_checked(root: Path) -> None:
    path = warc(root)
    bad, worse = captures(path)[1], captures(path)[3]
    data = bytearray(path.read_bytes())
    data[bad.offset + 150] ^= 0x10
    data[worse.end - 6] ^= 0x01  # in the checksum
    path.write_bytes(data)
    verified = verify_files([path])
    named = [(problem.file, problem.offset) for problem in verified.problems]
    assert (path.name, bad.offset) in named
    assert (path.name, worse.offset) in named
    assert 1 + 2 * PAGES == verified.records
    assert all("response is not in the file" in problem.what for problem in verified.problems if problem.record_id)


def test_a_page_that_was_changed_and_compressed_again_is_told_by_its_digests(root: Path) -> None:
    path = warc(root)
    record = captures(path)[3]
    plain = gzip.decompress(path.read_bytes()[record.offset : record.end])
    replace(path, record, gzip.compress(plain.replace(b"a page a page", b"a pane a page", 1)))
    found = [problem for problem in verify_archive(root).problems if problem.record_id == record.record_id]
    assert ["block digest failed", "payload digest failed"] == [
        problem.what.partition(":")[0][:21].strip() for problem in found
    ]
    assert {record.offset} == {problem.offset for problem in found}


def test_a_page_that_contradicts_its_digest_is_neither_indexed_nor_repeated(root: Path) -> None:
    path = warc(root)
    record = captures(path)[3]
    plain = gzip.decompress(path.read_bytes()[record.offset : record.end])
    replace(path, record, gzip.compress(plain.replace(b"a page a page", b"a pane a page", 1)))
    assert PAGES - 1 == rebuild(root).captures
    with ArchiveWriter(root) as writer:
        page = f"<html>3{'a page ' * 100}</html>".encode()
        again = writer.exchange(Exchange("http://market.invalid/3", NINE + timedelta(days=7), 200, page))
    assert "response" == again.kind


def test_a_revisit_whose_headers_were_changed_is_told_by_its_block_digest(root: Path) -> None:
    path = warc(root)
    record = captures(path)[4]
    plain = gzip.decompress(path.read_bytes()[record.offset : record.end])
    replace(path, record, gzip.compress(plain.replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 201 OK")))
    assert any(
        problem.record_id == record.record_id and problem.what.startswith("block digest failed")
        for problem in verify_archive(root).problems
    )


def test_a_file_that_breaks_off_is_named_where_it_does(root: Path) -> None:
    path = warc(root)
    record = captures(path)[5]
    path.write_bytes(path.read_bytes()[: record.offset + 200])
    problems = [(problem.offset, problem.what) for problem in verify_archive(root).problems]
    assert (record.offset, "the file breaks off in this record") in problems
    assert (record.offset, "the index has a capture here, the file none") in problems


def test_a_damaged_gzip_header_costs_one_record(root: Path) -> None:
    path = warc(root)
    bad, after = captures(path)[1], captures(path)[2]
    data = bytearray(path.read_bytes())
    data[bad.offset] ^= 0xFF
    data[after.end - 5] ^= 0x01
    path.write_bytes(data)
    problems = [(problem.offset, problem.what) for problem in verify_files([path]).problems]
    assert (bad.offset, "no gzip member begins here") in problems
    assert after.offset in [offset for offset, what in problems if "decompressed" in what]


def test_a_record_that_was_removed_is_missed_by_the_index_the_request_and_the_revisit(root: Path) -> None:
    path = warc(root)
    gone, revisit = captures(path)[1], captures(path)[4]
    replace(path, gone, b"")
    named = {problem.record_id: problem.what for problem in verify_archive(root).problems}
    assert f"its response is not in the file: {gone.record_id}" in named.values()
    assert "the record that it repeats is not there: /1 of 2018-11-18T09:12:01Z" == named[revisit.record_id]
    assert "index and file differ" in (named[None] or "")


def test_a_warcinfo_that_was_removed_is_missed(root: Path) -> None:
    path = warc(root)
    replace(path, next(scan(path)), b"")
    assert (0, "the file does not begin with a warcinfo record") in [
        (problem.offset, problem.what) for problem in verify_files([path]).problems
    ]


def test_a_file_that_was_removed_is_missed_by_the_index(root: Path) -> None:
    path = warc(root)
    path.unlink()
    assert [(path.name, "the file has gone")] == [
        (problem.file, problem.what.partition(":")[0]) for problem in verify_archive(root).problems
    ]


def test_something_that_is_no_record_is_named(root: Path) -> None:
    path = warc(root)
    with path.open("ab") as file:
        file.write(gzip.compress(b"no record\r\n"))
        file.write(gzip.compress(b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 9\r\n\r\nabc\r\n\r\n"))
    last = [problem.what for problem in verify_files([path]).problems]
    assert "it is no WARC record" in last[0]
    assert {"it has no WARC-Record-ID", "it has no WARC-Date"} < {*last}
    assert any(what.startswith("it breaks off: 7 bytes of 9") for what in last)


def test_a_revisit_of_a_record_elsewhere_is_counted_and_not_called_wrong(root: Path) -> None:
    with ArchiveWriter(root) as writer:
        page = f"<html>2{'a page ' * 100}</html>".encode()
        stored = writer.exchange(Exchange("http://market.invalid/again", NINE, 200, page))
    alone = verify_files([root / stored.path])
    assert ([], 1) == (alone.problems, alone.outside)
    both = verify_files(Layout(root).sealed())
    assert ([], 0) == (both.problems, both.outside)


def told_of_nul() -> str:
    """How this Python, by whose word warcio goes, takes the name of an algorithm with NUL in it."""
    try:
        hashlib.new("sha\x00256")
    except TypeError:
        return UNCHECKED
    except ValueError:
        return "unknown hash algorithm name in block digest"
    return ""


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (rb"WARC-Target-URI: [^\r]*\r\n", b"", UNCHECKED),
        (rb"WARC-Block-Digest: [^\r]*", b"WARC-Block-Digest: sha\x00256:" + b"0" * 64, told_of_nul()),
        (rb"WARC-Block-Digest: [^\r]*", b"WARC-Block-Digest: sha256:" + b"g" * 64, UNCHECKED),
        (rb"WARC-Block-Digest: [^\r]*", "WARC-Block-Digest: sha256:é".encode() + b"0" * 62, UNCHECKED),
    ],
)
def test_a_record_whose_digests_cannot_be_checked_is_named_and_those_after_it_are_checked(
    root: Path, was: bytes, now: bytes, told: str
) -> None:
    path = warc(root)
    record = captures(path)[1]
    plain = gzip.decompress(path.read_bytes()[record.offset : record.end])
    replace(path, record, gzip.compress(re.sub(was, now, plain, count=1)))
    verified = verify_files([path])
    assert 1 + 2 * PAGES == verified.records
    unchecked = [problem for problem in verified.problems if problem.what.startswith(told)]
    assert [(record.offset, record.record_id)] == [(problem.offset, problem.record_id) for problem in unchecked]


def test_files_to_verify_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is not there"):
        verify_files([tmp_path / "none.warc.gz"])
    with pytest.raises(ArchiveError, match="is no archive"):
        verify_archive(tmp_path)


@settings(max_examples=examples(60))
@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_no_flip_of_a_byte_hides_a_record_or_ends_the_check(pristine: Path, place: float, flip: int) -> None:
    """A flip is told, or it is in one of the few bits that make no difference, such as a time in a gzip header."""
    original = warc(pristine)
    data = bytearray(original.read_bytes())
    position = int(place * len(data))
    data[position] ^= flip
    hit = next(record for record in scan(original) if record.offset <= position < record.end)
    file = original.parent.parent / "damaged.warc.gz"
    file.write_bytes(data)
    if hit.offset not in [problem.offset for problem in verify_files([file]).problems]:
        after = zlib.decompress(data[hit.offset : hit.end], 31)
        assert zlib.decompress(original.read_bytes()[hit.offset : hit.end], 31) == after
    found = {record.record_id for record in scan(file) if record.record_id}
    assert {record.record_id for record in scan(original)} - found <= {hit.record_id}
