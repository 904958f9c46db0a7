"""
An archive, or some days of it, as one WACZ file (Web Archive Collection Zipped, version 1.1.1).

The wacz package makes such files too, but keeps all pages in memory, writes cookies into the index, and the clock and
random ids elsewhere. Here the same archive gives the same bytes, and memory does not grow with it. ``wacz validate`` is
the judge in the tests.
"""

from __future__ import annotations

import errno
import hashlib
import json
import re
import shutil
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from cdxj_indexer.main import CompressedWriter

from cryptodrug_scraper import __version__
from cryptodrug_scraper.archive.cdxj import merge_cdxj, write_cdxj
from cryptodrug_scraper.archive.excerpt import Excerpt
from cryptodrug_scraper.archive.layout import Layout
from cryptodrug_scraper.archive.page_list import PageList
from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from cryptodrug_scraper.home import data_home
from cryptodrug_scraper.interrupts import as_a_whole
from cryptodrug_scraper.warc.dates import instant_text
from cryptodrug_scraper.whole_file import add_line, take_place

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from cryptodrug_scraper.archive.excerpt import Taken
    from cryptodrug_scraper.archive.scan import Row
    from cryptodrug_scraper.importers.window import Window

__all__ = ["EXPORTS", "Exported", "export_wacz"]

EXPORTS = "exports.jsonl"
"""
The file of an archive in which its exports are noted, one JSON object a line. Those of an archive that cannot be
written are noted in a file of this name in the data home.
"""

_UNWRITTEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_VERSION = "1.1.1"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can state: every member has it, so that equal content gives equal bytes."""
_MODE = 0o644 << 16
_UNIX = 3
_LINES = 1024
"""Lines of the index that are compressed together, as many as other programs that write WACZ use."""
_NO_NAME = re.compile(r"[^-a-z0-9._/]")


@dataclass(frozen=True, slots=True)
class Exported:
    """
    What a WACZ file holds.

    Attributes:
        captures: pages of the days asked for.
        originals: pages of other days that these repeat, without which they would have no body.
        pages: those that its list of pages names.
        files: WARC files in it.
        damaged: records that cannot be read and were left out.
        unsealed: names of WARC files that were left out because they are still being written.
        noted: the file in which it is noted that it was made.
        digest: SHA-256 of its ``datapackage.json``, which states the digests of all else; hexadecimal.
    """

    captures: int
    originals: int
    pages: int
    files: int
    damaged: int
    unsealed: tuple[str, ...]
    noted: Path
    digest: str


def export_wacz(
    archive: Path,
    target: Path,
    *,
    identified: bool,
    window: Window | None = None,
    progress: Callable[[float], None] | None = None,
) -> Exported:
    """
    Write an archive as a WACZ file, and note that it was made.

    Only records whose files are sealed are in it. The same archive and window give the same bytes.

    Args:
        archive: the folder of the archive.
        target: the file to write. It must not be there.
        identified: confirms that the file may name people and onion addresses.
        window: the days whose captures are wanted; all unless given.
        progress: called with the share that has been read, of 1.

    Raises:
        ConfigurationError: ``identified`` is false, the target is there or cannot be written, or it cannot be noted.
        ArchiveError: there is no archive, or nothing in it to export.
    """
    layout = Layout(archive)
    if not identified:
        msg = (
            "a WACZ holds the pages as they were served, with handles, keys and onion addresses: nothing in it is "
            "pseudonymised. To make one all the same, for someone who may have these, say --identified; "
            f"that it was made is then noted in {archive / EXPORTS}"
        )
        raise ConfigurationError(msg)
    if target.exists():
        msg = f"{target} is there already: remove it, or name another file"
        raise ConfigurationError(msg)
    sealed = layout.sealed()
    if not sealed:
        msg = f"{archive} has no finished WARC file: name an archive with --archive, or run: cryptodrug archive import"
        raise ArchiveError(msg)
    try:
        with TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
            return _export(layout, sealed, target, Path(folder), window, progress)
    except OSError as error:
        msg = f"{target} cannot be made from {archive}: {error.strerror}; nothing was written"
        raise ConfigurationError(msg) from error


def _export(
    layout: Layout,
    sealed: list[Path],
    target: Path,
    folder: Path,
    window: Window | None,
    progress: Callable[[float], None] | None,
) -> Exported:
    unsealed = tuple(path.name for path in layout.unsealed())
    unfinished = folder / "wacz"
    with (
        ZipFile(unfinished, "w") as zipped,
        PageList(folder / "pages.sqlite3") as pages,
        Excerpt(sealed, window, folder / "needed.sqlite3", progress) as excerpt,
    ):
        package = _Package(zipped)
        parts = []
        for number, (file, taken) in enumerate(excerpt.records()):
            parts.append(folder / f"{number}.cdxj")
            # an interrupt closes what the copy has open, without which the zip file refuses to be closed
            with closing(_copy(package, file, taken, pages)) as rows:
                write_cdxj(parts[-1], file.name, rows)
        files = len(package.resources)
        if not files:
            msg = f"{layout.root} has no capture of these days: choose others with --from and --until"
            raise ArchiveError(msg)
        blocks, firsts = _write_index(folder, parts)
        listed = _write_pages(folder / "pages.jsonl", pages)
        package.add("indexes", blocks, ZIP_STORED)
        package.add("indexes", firsts, ZIP_DEFLATED)
        package.add("pages", folder / "pages.jsonl", ZIP_DEFLATED)
        digest = package.close()
        noted = layout.root / EXPORTS
        exported = Exported(
            excerpt.captures, excerpt.originals, listed, files, excerpt.damaged, unsealed, noted, digest
        )
    with as_a_whole():
        exported = replace(exported, noted=_note(layout, target, window, exported))
        take_place(unfinished, target)
    return exported


def _copy(package: _Package, file: Path, records: Iterator[Taken], pages: PageList) -> Generator[Row]:
    """
    Copy the records of a file unchanged, and give the rows of the captures with their offsets in the copy.

    A file without captures gets no copy, so what comes before its first is held back.
    """
    before = b""
    with ExitStack() as stack:
        out: _Member | None = None
        for taken in records:
            if out is None:
                if taken.row is None:
                    before += taken.data
                    continue
                out = stack.enter_context(package.member(f"archive/{file.name}", file.stat().st_size))
                out.write(before)
            offset = out.size
            out.write(taken.data)
            if taken.row is not None:
                row = taken.row._replace(offset=offset)
                pages.add(row, taken.data)
                yield row


def _write_index(folder: Path, parts: list[Path]) -> tuple[Path, Path]:
    """The CDXJ in compressed blocks, and a list of the first line of each block with its place."""
    index, blocks, firsts = folder / "index.cdxj", folder / "index.cdx.gz", folder / "index.idx"
    merge_cdxj(index, parts)
    with index.open(encoding="utf-8") as lines, blocks.open("wb") as data, firsts.open("w", encoding="utf-8") as text:
        writer = CompressedWriter(text, data, num_lines=_LINES, data_out_name=blocks.name)
        for line in lines:
            writer.write(line)
        if writer.block:
            writer.flush()
    return blocks, firsts


def _write_pages(path: Path, pages: PageList) -> int:
    """The list of pages; returns how many they are."""
    count = 0
    with path.open("wb") as file:
        file.write(_line({"format": "json-pages-1.0", "id": "pages", "title": "Pages"}))
        for page in pages:
            file.write(_line(page))
            count += 1
    return count


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _note(layout: Layout, target: Path, window: Window | None, exported: Exported) -> Path:
    """
    Note an export, before the file is where its receiver finds it, and return where.

    Raises:
        ConfigurationError: neither the archive nor the data home can be written.
        OSError: the disk does not take the note.
    """
    first, last = (None, None) if window is None else (window.first, window.last)
    note = {
        "made_at": instant_text(datetime.now(UTC)),
        "file": target.name,
        "identified": True,
        "from": None if first is None else first.isoformat(),
        "until": None if last is None else last.isoformat(),
        "captures": exported.captures,
        "originals": exported.originals,
        "datapackage_sha256": exported.digest,
    }
    try:
        add_line(exported.noted, _noted(note))
    except OSError as error:
        if error.errno not in _UNWRITTEN:
            raise
        return _note_at_home(note | {"archive": str(layout.root)})
    return exported.noted


def _noted(note: dict[str, object]) -> bytes:
    return json.dumps(note).encode()  # in ASCII: the name of a file need be no text


def _note_at_home(note: dict[str, object]) -> Path:
    place = data_home() / EXPORTS
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        add_line(place, _noted(note))
    except OSError as error:
        msg = (
            f"the export cannot be noted, neither in the archive nor in {place}: {error.strerror}; nothing was written"
        )
        raise ConfigurationError(msg) from error
    return place


class _Member:
    """A file of the package while it is written, with its length and digest so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self.size += len(data)
        return self._file.write(data)

    @property
    def hash(self) -> str:
        return f"sha256:{self._digest.hexdigest()}"


class _Package:
    """The zip file, and the list of its members for ``datapackage.json``."""

    def __init__(self, zipped: ZipFile) -> None:
        self._zipped = zipped
        self.resources: list[dict[str, object]] = []

    @contextmanager
    def member(self, path: str, most: int, compression: int = ZIP_STORED) -> Iterator[_Member]:
        """Write a file into the package. ``most`` is how many bytes it can get, which zip must know beforehand."""
        with self._zipped.open(_entry(path, compression, most), "w") as file:
            member = _Member(file)
            yield member
        name = _NO_NAME.sub("-", path.rpartition("/")[2].lower())
        self.resources.append({"name": name, "path": path, "hash": member.hash, "bytes": member.size})

    def add(self, folder: str, path: Path, compression: int) -> None:
        """Copy a file into a folder of the package."""
        with (
            self.member(f"{folder}/{path.name}", path.stat().st_size, compression) as out,
            path.open("rb") as file,
        ):
            shutil.copyfileobj(file, out)

    def close(self) -> str:
        """Write the members that describe the others. Returns the SHA-256 of ``datapackage.json``."""
        package = {
            "profile": "data-package",
            "wacz_version": _VERSION,
            "software": f"cryptodrug-scraper/{__version__}",
            "resources": self.resources,
        }
        data = json.dumps(package, indent=2).encode()
        digest = hashlib.sha256(data).hexdigest()
        seal = json.dumps({"path": "datapackage.json", "hash": f"sha256:{digest}"}, indent=2).encode()
        for name, content in (("datapackage.json", data), ("datapackage-digest.json", seal)):
            self._zipped.writestr(_entry(name, ZIP_DEFLATED, len(content)), content)
        return digest


def _entry(path: str, compression: int, most: int) -> ZipInfo:
    entry = ZipInfo(path, _NO_TIME)
    entry.compress_type = compression
    entry.create_system = _UNIX
    entry.external_attr = _MODE
    entry.file_size = most
    return entry
