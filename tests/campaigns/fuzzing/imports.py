"""
Target ``importers``: archives and files of all kinds that an import reads.

The first byte of an input chooses. Some kinds take the rest as the bytes of a file: a tar, a zip, a WACZ, an MHTML
page, a stored response. Others make an archive or a folder of it: members are parted by a mark, and the first line of
each is its path. So what is in an archive is reached as well as how one is written.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from typing import TYPE_CHECKING

from backports import zstd

from tests.campaigns.fuzzing.kept import check_kept
from tests.campaigns.fuzzing.scratch_folder import empty_folder, read_captures
from tests.campaigns.fuzzing.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["IMPORTERS"]

_KEPT = 8
"""One input of so many is imported into an archive, which takes much longer."""
_MARK = b"\n====\n"
_STORED = "1542532361000_0001_0123456789abcdef0123456789abcdef01234567"
_FILES = ("x.tar", "x.zip", "x.wacz", "x.mhtml", _STORED, "x.html", "x.tar.gz", "x.tar.zst", "x.tar.xz", "x.tar.bz2")
_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "zst": zstd.compress,
    "xz": lzma.compress,
    "bz2": bz2.compress,
}
_LONGEST_PATH = 1000


def _run(data: bytes) -> None:
    choice, rest = (data[0], data[1:]) if data else (0, b"")
    folder = empty_folder("2018-11-18")
    if choice % 2:
        name = _FILES[choice // 2 % len(_FILES)]
        packer = _PACKERS.get(name.rpartition(".")[2]) if choice >= 128 else None
        (folder / name).write_bytes(rest if packer is None else packer(rest))
    else:
        _MAKERS[choice // 2 % len(_MAKERS)](folder, list(_members(rest)))
    read_captures(folder)
    for file in folder.iterdir():
        read_captures(file)
    if len(data) % _KEPT == 0:
        check_kept(folder, empty_folder("archive"))


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    for part in data.split(_MARK)[:50]:
        path, _, body = part.partition(b"\n")
        yield path.decode("utf-8", "surrogateescape")[:_LONGEST_PATH], body


def _tar(folder: Path, members: list[tuple[str, bytes]]) -> None:
    for form, name in ((tarfile.PAX_FORMAT, "pax.tar"), (tarfile.GNU_FORMAT, "gnu.tar")):
        with tarfile.open(folder / name, "w", format=form) as archive:
            for path, body in members:
                info = tarfile.TarInfo(path)
                info.size = len(body)
                with contextlib.suppress(ValueError, UnicodeError):  # this path cannot be written so
                    archive.addfile(info, io.BytesIO(body))


def _pax(folder: Path, members: list[tuple[str, bytes]]) -> None:
    """An archive whose members have the records that the first lines of their bodies state."""
    with tarfile.open(folder / "x.tar", "w", format=tarfile.PAX_FORMAT) as archive:
        for path, body in members:
            key, _, rest = body.partition(b"=")
            value, _, content = rest.partition(b"\n")
            info = tarfile.TarInfo(path or "x")
            info.size = len(content)
            info.pax_headers = {key.decode("latin-1"): value.decode("latin-1")}
            with contextlib.suppress(ValueError, UnicodeError):
                archive.addfile(info, io.BytesIO(content))


def _zip(folder: Path, members: list[tuple[str, bytes]]) -> None:
    for name in ("x.zip", "x.wacz"):
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for path, body in dict(members).items():
                with contextlib.suppress(ValueError, UnicodeError):
                    archive.writestr(path.partition("\0")[0] or "x", body)


def _folder(folder: Path, members: list[tuple[str, bytes]]) -> None:
    for path, body in members:
        file = folder / path.replace("\0", "").lstrip("/")
        if ".." in file.parts:
            continue
        with contextlib.suppress(OSError, ValueError):  # no such path can be made here
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)


_MAKERS = (_tar, _pax, _zip, _folder)
_PAGE = b"<html><head><title>x</title></head><body>x</body></html>"
_DATE = b"Sun, 18 Nov 2018 09:12:41 GMT"
_WARC = b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Date: 2018-11-18T09:12:41Z\r\nContent-Length: 6\r\n\r\n<html>\r\n\r\n"
_MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://x.invalid/a\r\nDate: " + _DATE + b"\r\n"
    b"MIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="b"; start="<1@x>"\r\n\r\n--b\r\n'
    b"Content-Type: text/html\r\nContent-ID: <1@x>\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    b"Content-Location: http://x.invalid/a\r\n\r\n<html><p>=C3=A9</html>\r\n--b--\r\n"
)
_RESPONSE = json.dumps(
    {
        "url": "http://x.invalid/a",
        "body": "PGh0bWw+PHA+eDwvcD48L2h0bWw+",
        "status": 200,
        "headers": {"Date": ["Sun, 18 Nov 2018 09:12:41 GMT"], "Content-Type": ["text/html"], "Age": "1"},
        "flags": ["cached"],
        "meta": {"received_on": "2018-11-18 09:12:41"},
    }
).encode()
_TREE = _MARK.join(
    (
        b"x.invalid/2018-11-18/viewProduct?offer=1.html\n" + _PAGE,
        b"a/saved.html\n<!-- saved from url=(0020)http://x.invalid/a -->" + _PAGE,
        b"a/saved.html.json\n" + b'{"url": "http://x.invalid/", "captured_at": "2018-11-18", "http_status": 200}',
        b"b/h.html\n<!-- Mirrored from x.invalid/a by HTTrack Website Copier/3.x [XR], " + _DATE + b" -->" + _PAGE,
        b"c/page.mhtml\n" + _MHTML,
        _STORED.encode() + b".json\n" + _RESPONSE,
        b"archive/data.warc\n" + _WARC,
    )
)
_RECORDS = _MARK.join(
    (b"a.html\nmtime=1542532361.5\n" + _PAGE, b"b.html\nsize=6\n" + _PAGE, b"c.html\npath=d/e.html\n" + _PAGE)
)


def _seeds(_corpus: Path | None) -> Iterator[bytes]:
    for number in range(len(_MAKERS)):
        yield bytes([2 * number]) + (_RECORDS if _MAKERS[number] is _pax else _TREE)
    folder = empty_folder("seeds")
    members = list(_members(_TREE))
    for make in (_tar, _pax, _zip):
        make(folder, members)
    made = {"x.mhtml": _MHTML, _STORED: _RESPONSE, "x.html": _PAGE}
    made |= {file.name: file.read_bytes() for file in folder.iterdir()}
    made |= {f"x.tar.{packing}": made["x.tar"] for packing in _PACKERS}
    for number, name in enumerate(_FILES):
        yield bytes([2 * number + 1]) + made[name]
        yield bytes([2 * number + 1 + 2 * len(_FILES) * 7]) + made[name]


IMPORTERS = Target("importers", _run, _seeds)
