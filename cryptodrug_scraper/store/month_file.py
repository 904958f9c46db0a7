"""
A file with all that pages of some months state: what leaves the database, and can come back.

It is a zip archive. Each member holds rows of one table, in the text format of COPY; the last, ``contents.json``, says
of each whose columns they are, how many rows, and the SHA-256 of its bytes; and of a table of one month what the rows
add up to, by which they are compared when they come back. Any program that reads zip archives can read it.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

__all__ = ["Contents", "Member", "open_month_file", "stated"]

_CONTENTS = "contents.json"
_FORM = 1
_CHUNK = 1 << 20


class Member(msgspec.Struct, frozen=True):
    """
    Rows of one table.

    Attributes:
        name: of the member.
        table: the table, whichever month its rows are of.
        month: the month of a table that has one, as ``2019-03``; None: rows of others are beside these in the database.
        columns: their names, in the order of the values.
        rows: how many there are.
        sha256: of the bytes, hexadecimal.
        sums: what rows of one month add up to; empty for others.
    """

    name: str
    table: str
    month: str | None
    columns: list[str]
    rows: int
    sha256: str
    sums: list[str] = []


class Contents(msgspec.Struct, frozen=True):
    """
    What is in a file.

    Attributes:
        form: of the file.
        revision: of the schema that the rows are of.
        months: as ``2019-03``.
        pages: captures of these.
        members: all but this list, in the order in which they are loaded.
    """

    form: int
    revision: str
    months: list[str]
    pages: int
    members: list[Member]


class _Counting:
    """A file that counts lines and adds up a digest of what is written into it."""

    def __init__(self, below: IO[bytes]) -> None:
        self._below = below
        self._digest = hashlib.sha256()
        self.lines = 0

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self.lines += data.count(b"\n")
        return self._below.write(data)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class MonthFile:
    """One that is written: members first, its contents last."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    @contextmanager
    def member(self, name: str) -> Iterator[_Counting]:
        """Give what takes the rows of a member."""
        with self._archive.open(name, "w", force_zip64=True) as below:
            yield _Counting(below)

    def close_with(self, contents: Contents) -> str:
        """Write what is in it, and return the SHA-256 of that, hexadecimal."""
        said = msgspec.json.format(msgspec.json.encode(contents))
        self._archive.writestr(_CONTENTS, said)
        return hashlib.sha256(said).hexdigest()


@contextmanager
def open_month_file(path: Path) -> Iterator[MonthFile]:
    """Write a file; the path is that of one that is there and empty."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        yield MonthFile(archive)


class Stated:
    """One that is read, and was found whole."""

    def __init__(self, archive: zipfile.ZipFile, contents: Contents, digest: str) -> None:
        self._archive = archive
        self.contents = contents
        self.digest = digest

    def open(self, member: Member) -> BinaryIO:
        """Give the rows of a member."""
        return self._archive.open(member.name)  # type: ignore[return-value]  # it reads bytes


@contextmanager
def stated(path: Path) -> Iterator[Stated]:
    """
    Open a file, after reading all of it.

    Raises:
        StoreError: it is none of these, or what is in it is not what its contents say.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            said = archive.read(_CONTENTS)
            contents = msgspec.json.decode(said, type=Contents)
            if contents.form != _FORM:
                msg = (
                    f"{path} has a form that this version does not read: take the version that wrote it, or a newer one"
                )
                raise StoreError(msg)
            for member in contents.members:
                _check(archive, path, member)
            yield Stated(archive, contents, hashlib.sha256(said).hexdigest())
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, msgspec.DecodeError) as error:
        msg = f"{path} is no file of a month, or is damaged ({error}): take another copy of it"
        raise StoreError(msg) from error


def _check(archive: zipfile.ZipFile, path: Path, member: Member) -> None:
    found = hashlib.sha256()
    with archive.open(member.name) as rows:
        while chunk := rows.read(_CHUNK):
            found.update(chunk)
    if found.hexdigest() != member.sha256:
        msg = f"{path} is damaged: {member.name} is not what it was when it was written; take another copy of it"
        raise StoreError(msg)
