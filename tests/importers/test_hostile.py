from __future__ import annotations

import base64
import gzip
import io
import json
import os
import struct
import tarfile
import tracemalloc
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cryptodrug_scraper.importers import ImportReport, Reason, captures_in
from cryptodrug_scraper.warc.inflate import MOST_BYTES
from tests.importers.forms import PACKERS, Page, record, tar_of, warc, write_forms, write_tree, written, zip_of

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture

PAGE = b"<html><body>a page</body></html>"
LINKS = (tarfile.SYMTYPE, tarfile.LNKTYPE)
SPECIALS = (tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE)


def take(path: Path) -> tuple[list[Capture], ImportReport]:
    report = ImportReport()
    return list(captures_in(path, report)), report


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def refused_of(path: Path) -> dict[str, int]:
    """What is refused beside the one good page at the end."""
    captures, report = take(path)
    assert ["good.html"] == [capture.origin.path.rpartition("!/")[2] for capture in captures]
    return dict(report.refused)


@pytest.mark.parametrize("name", ["/etc/passwd", "../up.html", "a/../../up.html", "C:/x.html", "a/.."])
def test_paths_that_lead_out_of_an_archive_are_refused(name: str, tmp_path: Path) -> None:
    files = [(name, PAGE), ("good.html", PAGE)]
    assert {Reason.OUTSIDE: 1} == refused_of(written(tmp_path / "a.tar", tar_of(files)))
    assert {Reason.OUTSIDE: 1} == refused_of(written(tmp_path / "a.zip", zip_of(files)))


def test_links_and_devices_in_archives_are_refused(tmp_path: Path) -> None:
    odd = [entry(f"x{number}.html", kind, "good.html") for number, kind in enumerate(LINKS + SPECIALS)]
    path = written(tmp_path / "a.tar.gz", tar_of([*((each, b"") for each in odd), ("good.html", PAGE)], "tar.gz"))
    assert {Reason.LINK: 2, Reason.SPECIAL: 3} == refused_of(path)
    link, device = zipfile.ZipInfo("link.html"), zipfile.ZipInfo("device.html")
    link.external_attr, device.external_attr = 0o120777 << 16, 0o020666 << 16
    files: list[tuple[str | zipfile.ZipInfo, bytes]] = [(link, b"/etc/passwd"), (device, b""), ("good.html", PAGE)]
    assert {Reason.LINK: 1, Reason.SPECIAL: 1} == refused_of(written(tmp_path / "a.zip", zip_of(files)))


def test_links_and_pipes_in_folders_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write_tree({"good.html": PAGE, "elsewhere/x.html": PAGE}, folder)
    (folder / "elsewhere").rename(tmp_path / "elsewhere")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    (folder / "link.html").symlink_to(folder / "good.html")
    os.mkfifo(folder / "pipe.html")
    assert {Reason.LINK: 2, Reason.SPECIAL: 1} == refused_of(folder)


def test_archives_within_archives_are_refused(tmp_path: Path) -> None:
    inner = [("inner.tar", tar_of([("x.html", PAGE)])), ("inner.wacz", b"PK"), ("x.7z", b"7z"), ("good.html", PAGE)]
    assert {Reason.NESTED: 3} == refused_of(written(tmp_path / "a.tar.xz", tar_of(inner, "tar.xz")))
    assert {Reason.NESTED: 3} == refused_of(written(tmp_path / "a.zip", zip_of(inner)))
    disguised = [("inner.html", zip_of([("x.html", PAGE)])), ("good.html", PAGE)]
    assert {Reason.BINARY: 1} == refused_of(written(tmp_path / "b.tar", tar_of(disguised)))


def test_archives_of_kinds_that_are_not_read_are_refused(tmp_path: Path) -> None:
    write_tree({"a.7z": b"7z\xbc\xaf", "b.html.gz": b"\x1f\x8b", "good.html": PAGE}, tmp_path / "x")
    assert {Reason.ARCHIVE_KIND: 2} == refused_of(tmp_path / "x")


def test_the_second_of_two_members_of_one_name_is_refused(tmp_path: Path) -> None:
    files = [("good.html", PAGE), ("./good.html", b"<html>other</html>")]
    for name, data in (("a.tar", tar_of(files)), ("a.zip", zip_of(files))):
        captures, report = take(written(tmp_path / name, data))
        assert ([PAGE], {Reason.DUPLICATE: 1}) == ([capture.body for capture in captures], report.refused)


def test_names_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", encoding="latin-1", format=tarfile.GNU_FORMAT) as archive:
        for name in ("caf\xe9.html", "good.html"):
            info = tarfile.TarInfo(name)
            info.size = len(PAGE)
            archive.addfile(info, io.BytesIO(PAGE))
    assert {Reason.NOT_UTF8: 1} == refused_of(written(tmp_path / "a.tar", stream.getvalue()))
    data = zip_of([("caf~.html", PAGE), ("good.html", PAGE)]).replace(b"caf~", b"caf\xe9")
    assert {Reason.NOT_UTF8: 1} == refused_of(written(tmp_path / "a.zip", data))
    written(tmp_path / "folder" / "good.html", PAGE)
    misnamed = tmp_path / "folder" / os.fsdecode(b"caf\xe9.html")
    misnamed.write_bytes(PAGE)
    assert {Reason.NOT_UTF8: 1} == refused_of(tmp_path / "folder")
    captures, report = take(misnamed)
    assert ([], {Reason.NOT_UTF8: 1}) == (captures, report.refused)


def test_a_file_that_is_named_and_whose_name_is_not_utf8_is_refused_in_a_dated_folder(tmp_path: Path) -> None:
    misnamed = tmp_path / "2018-11-18" / os.fsdecode(b"viewProduct?offer=caf\xe9.html")
    misnamed.parent.mkdir()
    misnamed.write_bytes(PAGE)
    captures, report = take(misnamed)
    assert ([], {Reason.NOT_UTF8: 1}) == (captures, report.refused)


def test_names_in_utf8_and_names_of_windows_are_read(tmp_path: Path) -> None:
    data = zip_of([("cafe.html", PAGE)]).replace(b"cafe", b"c\xc3\xa9e")
    assert ["a.zip!/cée.html"] == [capture.origin.path for capture in take(written(tmp_path / "a.zip", data))[0]]
    info = zipfile.ZipInfo("a.html")
    info.create_system = 0
    data = zip_of([(info, PAGE)]).replace(b"a.html", b"b\\html")
    assert ["b.zip!/b/html"] == [capture.origin.path for capture in take(written(tmp_path / "b.zip", data))[0]]


def test_encrypted_members_and_unknown_methods_are_refused(tmp_path: Path) -> None:
    data = bytearray(zip_of([("a.html", PAGE), ("b.html", PAGE), ("good.html", PAGE)]))
    first, second = data.index(b"PK\x01\x02"), data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[first + 8] |= 1
    struct.pack_into("<H", data, second + 10, 97)
    assert {Reason.ENCRYPTED: 1, Reason.METHOD: 1} == refused_of(written(tmp_path / "a.zip", bytes(data)))


def test_a_corrupt_member_of_a_zip_is_refused_alone(tmp_path: Path) -> None:
    data = bytearray(zip_of([("a.html", PAGE), ("good.html", PAGE)], zipfile.ZIP_STORED))
    data[data.index(b"a page")] ^= 1
    assert {Reason.CORRUPT: 1} == refused_of(written(tmp_path / "a.zip", bytes(data)))


@pytest.mark.parametrize("packing", PACKERS)
def test_a_tar_that_breaks_off_gives_its_whole_members(packing: str, tmp_path: Path) -> None:
    files = [(f"{number:03}.html", b"<p>" + os.urandom(3000).hex().encode()) for number in range(60)]
    whole = tar_of(files, packing)
    path = written(tmp_path / f"a.{packing}", whole[: len(whole) * 2 // 3])
    captures, report = take(path)
    assert 0 < len(captures) < 60 or packing == "tar.bz2"  # a block of bz2 is 900 KB: nothing of it can be read
    assert [body for _, body in files[: len(captures)]] == [capture.body for capture in captures]
    assert {Reason.BROKEN: 1} == report.refused


def test_a_tar_without_its_end_and_one_with_garbage_are_told(tmp_path: Path) -> None:
    plain = tar_of([("a.html", PAGE), ("b.html", PAGE)])
    for data in (plain[:2048], plain[:1024] + b"\x01" * 1024, plain[:1300]):
        captures, report = take(written(tmp_path / "a.tar", data))
        assert {Reason.BROKEN: 1} == report.refused
        assert 1 <= len(captures)
    for data in (plain + b"x", plain + plain, bytes(1024) + plain):
        captures, report = take(written(tmp_path / "a.tar", data))
        assert {Reason.BROKEN: 1} == report.refused
    for data in (b"", b"no tar at all" * 100):
        captures, report = take(written(tmp_path / "a.tar", data))
        assert ([], {Reason.BROKEN: 1}) == (captures, report.refused)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("streamed", [False, True])
def test_a_zip_that_breaks_off_gives_its_whole_members(method: int, streamed: bool, tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        """Sizes are written after members where the output cannot be sought in."""

        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += bytes(data)
            return len(data)

    files = [(f"{number}.html", b"<html>%d</html>" % number * 50) for number in range(4)]
    pipe = Pipe()
    if streamed:
        with zipfile.ZipFile(pipe, "w", method) as archive:
            for name, body in files:
                archive.writestr(name, body)
    data = pipe.data if streamed else zip_of(files, method)
    captures, report = take(written(tmp_path / "a.zip", data[: data.index(b"3.html") + 20]))
    expected = [] if streamed and method == zipfile.ZIP_STORED else [body for _, body in files[:3]]
    assert expected == [capture.body for capture in captures]
    assert {Reason.BROKEN: 1} == report.refused


def test_a_zip_whose_list_was_emptied_gives_its_members(tmp_path: Path) -> None:
    data = zip_of([("a.html", PAGE), ("b.html", PAGE + PAGE)])
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0, 0, 0, len(data), 0)
    captures, report = take(written(tmp_path / "a.zip", data + end))
    assert ([PAGE, PAGE + PAGE], {Reason.BROKEN: 1}) == ([capture.body for capture in captures], report.refused)


@pytest.mark.parametrize("packing", ["tar.gz", "tar.xz"])
def test_a_packed_tar_whose_checksum_is_lost_is_told(packing: str, tmp_path: Path) -> None:
    captures, report = take(written(tmp_path / f"a.{packing}", tar_of([("a.html", PAGE)], packing)[:-2]))
    assert (1, {Reason.BROKEN: 1}) == (len(captures), report.refused)


def test_members_larger_than_a_page_are_refused_everywhere(tmp_path: Path) -> None:
    large = b"<html>" + bytes(MOST_BYTES)
    stored = json.dumps({"url": "/", "body": base64.b64encode(large).decode()}).encode()
    files = [("large.html", large), (f"{1:013}_0000_{'0' * 40}", stored), ("good.html", PAGE)]
    folder = tmp_path / "folder"
    write_tree(dict(files), folder)
    assert {Reason.TOO_LARGE: 2} == refused_of(folder)
    assert {Reason.TOO_LARGE: 2} == refused_of(written(tmp_path / "a.tar.zst", tar_of(files, "tar.zst")))
    assert {Reason.TOO_LARGE: 2} == refused_of(written(tmp_path / "a.zip", zip_of(files)))


def test_a_zip_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    data = bytearray(zip_of([("lie.html", bytes(MOST_BYTES * 2)), ("good.html", PAGE)]))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.index(mark) + at, 100)
    assert {Reason.CORRUPT: 1} == refused_of(written(tmp_path / "a.zip", bytes(data)))


def zeros(count: int) -> bytes:
    packer = zstd.ZstdCompressor()
    pieces = [packer.compress(bytes(1024 * 1024)) for _ in range(count)]
    return b"".join([*pieces, packer.flush()])


def test_bombs_are_refused_without_holding_what_they_unpack_to(tmp_path: Path) -> None:
    huge = entry("huge.html")
    huge.size = 2**40
    pax = entry("x", tarfile.XHDTYPE)
    pax.size = 2**32
    bomb = zeros(600)
    good = tar_of([("good.html", PAGE)])[:1024]
    written(tmp_path / "a.tar.zst", zstd.compress(good + huge.tobuf(tarfile.GNU_FORMAT)) + bomb)
    written(tmp_path / "b.tar.zst", zstd.compress(good + pax.tobuf(tarfile.GNU_FORMAT)) + bomb)
    head = record(b"", WARC_Type="response", Content_Type="text/html").replace(b"Length: 0", b"Length: 9999999999")[:-4]
    with gzip.open(tmp_path / "c.warc.gz", "wb") as stream:
        stream.write(head)
        for _ in range(300):
            stream.write(bytes(1024 * 1024))
    lie = gzip.compress(bytes(MOST_BYTES * 3))
    block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + lie
    fields = {"WARC_Type": "response", "WARC_Target_URI": "http://abc.onion/"}
    written(tmp_path / "d.warc.gz", warc([record(block, **fields)]))
    brotli_bomb = brotli.compress(bytes(MOST_BYTES * 8), quality=1)
    block = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n" + brotli_bomb
    written(tmp_path / "e.warc.gz", warc([record(block, **fields)]))
    del block, lie, bomb, brotli_bomb
    tracemalloc.start()
    try:
        captures, report = take(tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert ["a.tar.zst!/good.html", "b.tar.zst!/good.html"] == [capture.origin.path for capture in captures]
    assert {Reason.TOO_LARGE: 4, Reason.BOMB: 2} == report.refused, report.examples
    assert peak < 3 * MOST_BYTES


def test_members_that_share_their_bytes_are_a_bomb(tmp_path: Path) -> None:
    data = zip_of([(f"{number:02}.html", b"") for number in range(40)])
    body = zip_of([("00.html", bytes(MOST_BYTES - 1))])
    local = body[: body.index(b"PK\x01\x02")]
    entry_ = body[body.index(b"PK\x01\x02") : body.index(b"PK\x05\x06")]
    entries = b"".join(entry_.replace(b"00.html", b"%02d.html" % number) for number in range(40))
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 40, 40, len(entries), len(local), 0)
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == zipfile.ZipFile(io.BytesIO(local + entries + end)).namelist()
    captures, report = take(written(tmp_path / "a.zip", local + entries + end))
    assert 1 == report.refused[Reason.BOMB]
    assert len(captures) < 40


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    page = Page(PAGE * 20, "/offer/12", datetime(2018, 11, 18, 9, 12, tzinfo=UTC))
    write_forms([page, page._replace(url="/offer/13"), page._replace(url="/offer/14")], folder)
    return folder


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_stops_an_import_or_passes_unseen(data: st.DataObject, whole: Path, tmp_path: Path) -> None:
    files = sorted(path for path in whole.iterdir() if path.is_file())
    path = data.draw(st.sampled_from(files))
    damaged = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(damaged) - 1))
    damaged[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    copy = written(tmp_path / path.name, bytes(damaged))
    captures, report = take(copy)
    assert len(captures) == report.accepted
    if bytes(damaged) != path.read_bytes() and not captures:
        assert report.refused


def test_sidecars_are_found_whatever_the_order_and_the_lone_ones_counted(tmp_path: Path) -> None:
    sidecar = b'{"captured_at": "2018-11-18T09:12:00Z"}'
    tree = {
        "a/page.html": PAGE,
        "a/z/other.html": PAGE,
        "a/page.html.json": sidecar,
        "a/z/meta.json": sidecar,
        "b/gone.html.json": sidecar,
        "b/data.json": b"{}",
        "c/large.html": PAGE,
        "c/large.html.json": b'{"url": "' + b"x" * 70_000 + b'"}',
    }
    write_tree(tree, tmp_path / "folder")
    results = []
    for path in (
        tmp_path / "folder",
        written(tmp_path / "a.tar.gz", tar_of(tree.items(), "tar.gz")),
        written(tmp_path / "b.tar", tar_of(reversed(tree.items()))),
        written(tmp_path / "c.zip", zip_of(reversed(tree.items()))),
    ):
        captures, report = take(path)
        assert {Reason.LONE_SIDECAR: 1, Reason.ASSET: 1, Reason.SIDECAR: 1} == report.refused
        results.append({(capture.capture_id, capture.time_source) for capture in captures})
    assert [results[0]] * 4 == results
    assert {"sidecar"} == {source for _, source in results[0]}
