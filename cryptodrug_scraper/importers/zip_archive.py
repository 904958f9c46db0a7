"""Read the members of zip archives; of an incomplete one, those before the end of the file."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from calendar import timegm
from functools import partial
from lzma import LZMAError
from typing import TYPE_CHECKING, cast

from cryptodrug_scraper.importers.members import Member, member_path, open_file
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.importers.zip_remains import remains_of
from cryptodrug_scraper.warc.faults import BrokenError, UnusableError
from cryptodrug_scraper.warc.inflate import check_ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, Self

    from cryptodrug_scraper.importers.members import Refuse
    from cryptodrug_scraper.importers.places import Place

__all__ = ["Zip", "is_zip_name"]

_MEMBER = b"PK\x03\x04"
_ENCRYPTED = 0x1
_UTF8 = 0x800
_DOS = 0
_FORMAT = 0o170000
_LINK = 0o120000
_KINDS = frozenset({0, 0o100000, 0o040000})
"""Nothing said, a file, a folder."""
_ERRORS = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError)


def is_zip_name(name: str) -> bool:
    """Tell whether a file is a zip archive by its name; WACZ is one."""
    return name.lower().endswith((".zip", ".wacz"))


class Zip:
    """A zip archive."""

    def __init__(self, path: Place) -> None:
        """Name the file; nothing is opened yet."""
        self._path = path
        self.at = 0

    def members(self, refuse: Refuse) -> Iterator[Member]:
        """
        Give each member; see `Container`.

        Raises:
            BrokenError: the archive is damaged or breaks off.
        """
        with open_file(self._path) as file:
            size = self._path.stat().st_size
            try:
                archive = _opened(file)
            except (*_ERRORS, NotImplementedError) as error:
                # its list of members stands at the end, so a cut archive has none
                yield from self._each(
                    ((e, partial(_checked, open_, e.CRC)) for e, open_ in remains_of(file)), size, refuse
                )
                raise BrokenError(Reason.BROKEN, str(error)) from error
            with archive:
                entries = ((e, partial(_checked, partial(_open, archive, e), e.CRC)) for e in archive.infolist())
                yield from self._each(entries, size, refuse)

    def _each(
        self, entries: Iterator[tuple[zipfile.ZipInfo, Callable[[], IO[bytes]]]], size: int, refuse: Refuse
    ) -> Iterator[Member]:
        unpacked = 0
        for entry, open_ in entries:
            self.at = entry.header_offset
            try:
                name = _name(entry)
                if name.endswith("/"):
                    continue
                member = _member(entry, name, open_)
            except UnusableError as error:
                refuse(error.reason, ascii(entry.filename)[1:-1], error.detail)
                continue
            yield member
            unpacked += entry.file_size
            check_ratio(size, unpacked)  # members may share their bytes


def _open(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    """Open a member. Newer Pythons warn of members that share their bytes, which are counted here and bounded."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Overlapped entries", UserWarning)
        return archive.open(entry)


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(file)
    file.seek(0)
    if not archive.infolist() and file.read(4) == _MEMBER:
        msg = "the list of its members is empty"
        raise zipfile.BadZipFile(msg)
    return archive


def _member(entry: zipfile.ZipInfo, name: str, open_: Callable[[], IO[bytes]]) -> Member:
    path = member_path(name)
    kind = (entry.external_attr >> 16) & _FORMAT
    if kind == _LINK:
        raise UnusableError(Reason.LINK)
    if kind not in _KINDS:
        raise UnusableError(Reason.SPECIAL)
    if entry.flag_bits & _ENCRYPTED:
        raise UnusableError(Reason.ENCRYPTED)
    try:
        modified = timegm((*entry.date_time, 0, 1, -1))
    except ValueError:  # a month of zero and the like
        modified = 0
    return Member(path, entry.file_size, modified, open_)


def _name(entry: zipfile.ZipInfo) -> str:
    """
    Return the intended name: programs on Windows wrote backslashes, others UTF-8 without marking it.

    Raises:
        UnusableError: the name is not UTF-8, though it was meant to be.
    """
    name = entry.filename
    if not entry.flag_bits & _UTF8 and not name.isascii():
        try:
            name = name.encode("cp437").decode()
        except UnicodeError as error:
            raise UnusableError(Reason.NOT_UTF8) from error
    return name.replace("\\", "/") if entry.create_system == _DOS else name


def _checked(open_: Callable[[], IO[bytes]], crc: int) -> IO[bytes]:
    try:
        return cast("IO[bytes]", _Checked(cast("zipfile.ZipExtFile", open_()), crc))
    except NotImplementedError as error:
        raise UnusableError(Reason.METHOD, str(error)) from error
    except _ERRORS as error:
        raise UnusableError(Reason.CORRUPT, str(error)) from error


class _Checked:
    """
    The bytes of one member; what is wrong with them is a refusal.

    `zipfile` keeps the last bytes of a member back if its checksum does not fit. A WARC file has checksums of its own,
    and is worth reading to its end, so the checksum is compared after the last bytes.
    """

    def __init__(self, stream: zipfile.ZipExtFile, crc: int) -> None:
        stream._expected_crc = None  # type: ignore[attr-defined]  # noqa: SLF001  # there is no other way
        self._stream = stream
        self._wanted: int | None = crc
        self._crc = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def read(self, size: int) -> bytes:
        try:
            data = self._stream.read1(size)
        except _ERRORS as error:
            raise UnusableError(Reason.CORRUPT, str(error)) from error
        self._crc = zlib.crc32(data, self._crc)
        if not data and size and self._wanted not in {None, self._crc}:
            raise UnusableError(Reason.CORRUPT, "its checksum does not fit")
        return data

    def seek(self, position: int) -> int:
        self._wanted = None  # only all of it has the checksum
        try:
            return self._stream.seek(position)
        except _ERRORS as error:
            raise UnusableError(Reason.CORRUPT, str(error)) from error
