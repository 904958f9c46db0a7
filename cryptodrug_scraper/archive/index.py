"""
The index of an archive: which captures it holds, where, and which bodies.

It is derived: every row can be read from the WARC files again. A writer adds rows in batches, after the records are
written, so the index may lag behind the files but never runs ahead of them.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.archive.connecting import to_read, to_write
from cryptodrug_scraper.archive.scan import Row
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from uuid import UUID

__all__ = ["Index", "Original"]

_VERSION = 1
_COLUMNS = ", ".join(Row._fields)
_MARKS = ", ".join("?" * len(Row._fields))
_SCHEMA = statement(__package__, "index")


class Original(NamedTuple):
    """A record that has a body: its address, its date, the file that it lies in, and its offset there in bytes."""

    target: str
    date: str
    name: str
    offset: int


class Index:
    """
    An open index. It may be used by several threads if only one does so at a time.

    Args:
        path: of its database file, which is made if it is missing.
        read_only: only read it: the file must be there, and need not be one that can be written.

    Raises:
        ArchiveError: the file is not an index of this version. ``archive index`` rebuilds it.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        with ExitStack() as stack:
            try:
                self._connection = (to_read if read_only else to_write)(path, stack)
                self._check_version(make=not read_only)
            except (sqlite3.Error, OSError) as error:
                msg = f"{path} is no index: {error}; run: cryptodrug archive index"
                raise ArchiveError(msg) from error
            self._closing = stack.pop_all()

    def _check_version(self, *, make: bool) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version == 0 and make:
            self._create()
        elif version != _VERSION:
            msg = f"{self._path} is of version {version}, not {_VERSION}; run: cryptodrug archive index"
            raise ArchiveError(msg)

    def _create(self) -> None:
        with self.transaction() as connection:
            if connection.execute("PRAGMA user_version").fetchone() == (0,):  # and not made by another meanwhile
                for each in _SCHEMA.split(";\n"):
                    connection.execute(each)
                connection.execute(f"PRAGMA user_version = {_VERSION}")

    def close(self) -> None:
        """Close the index."""
        self._closing.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """
        Run a block as one transaction: all of its changes are kept, or none.

        Raises:
            ArchiveError: the disk is full, or another writer holds the index for minutes.
        """
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield self._connection
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def query(self, sql: str, **values: object) -> Iterator[tuple[object, ...]]:
        """
        Give the rows of a query, with ``:name`` where one of the values is bound.

        Raises:
            ArchiveError: the index is damaged.
        """
        try:
            for row in self._connection.execute(sql, values):  # noqa: UP028  # that closes it, maybe after the index
                yield row
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: sqlite3.Error) -> ArchiveError:
        return ArchiveError(f"{self._path} cannot be used: {error}; if it stays so, run: cryptodrug archive index")

    def begin_file(self, name: str) -> int:
        """Add a file that is being written."""
        with self.transaction() as connection:
            cursor = connection.execute("INSERT INTO file (name, sealed, size, records) VALUES (?, 0, 0, 0)", (name,))
        assert cursor.lastrowid is not None  # noqa: S101  # a row was inserted
        return cursor.lastrowid

    def add(self, file: int, rows: Iterable[Row]) -> None:
        """Add captures of a file that is being written."""
        with self.transaction() as connection:
            _insert(connection, file, rows)

    def seal(self, file: int, size: int, records: int) -> None:
        """Mark a file as finished."""
        with self.transaction() as connection:
            connection.execute(
                "UPDATE file SET sealed = 1, size = ?, records = ? WHERE file = ?", (size, records, file)
            )

    def replace(self, name: str, rows: Iterable[Row], size: int, records: int) -> None:
        """Add a finished file as it was read, in place of all that the index had of it: at once, or not at all."""
        with self.transaction() as connection:
            _forget(connection, name)
            sql = "INSERT INTO file (name, sealed, size, records) VALUES (?, 1, ?, ?)"
            file = connection.execute(sql, (name, size, records)).lastrowid
            assert file is not None  # noqa: S101  # a row was inserted
            _insert(connection, file, rows)

    def forget(self, name: str) -> None:
        """Remove a file and its captures."""
        with self.transaction() as connection:
            _forget(connection, name)

    def files(self) -> dict[str, int | None]:
        """Return the files in the index, each with its size in bytes, or None while it is being written."""
        return {
            str(name): int(str(size)) if sealed else None
            for name, size, sealed in self.query("SELECT name, size, sealed FROM file ORDER BY name")
        }

    def rows(self, name: str) -> Iterator[Row]:
        """Give the captures of a file, in the order of the file."""
        columns = ", ".join(f"record.{column}" for column in Row._fields)
        sql = f"SELECT {columns} FROM record JOIN file USING (file) WHERE name = :name ORDER BY record.offset"  # noqa: S608  # names of ours
        return map(Row._make, self.query(sql, name=name))

    def original(self, digest: bytes, file: int) -> Original | None:
        """
        Find a record that has a body, in a finished file or in ``file``; None if there is no such record.

        What another writer has not sealed yet is no record to refer to: a power cut may take it.
        """
        for target, date, name, offset, holder, sealed in self.query(
            "SELECT target, date, name, record.offset, file, sealed FROM record JOIN file USING (file) "
            "WHERE digest = :digest AND kind <> 'revisit'",
            digest=digest,
        ):
            if holder == file or sealed:
                return Original(str(target), str(date), str(name), int(str(offset)))
        return None

    def holds(self, capture_id: UUID, origin: str) -> tuple[str, int] | None:
        """Find the file and offset of a capture that was imported from a place; None if there is no such capture."""
        rows = self.query(
            "SELECT name, record.offset FROM record JOIN file USING (file)"
            " WHERE capture_id = :capture AND origin = :origin ORDER BY file, record.offset LIMIT 1",
            capture=capture_id.bytes,
            origin=origin,
        )
        found = next(rows, None)
        return None if found is None else (str(found[0]), int(str(found[1])))


def _forget(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("DELETE FROM record WHERE file IN (SELECT file FROM file WHERE name = ?)", (name,))
    connection.execute("DELETE FROM file WHERE name = ?", (name,))


def _insert(connection: sqlite3.Connection, file: int, rows: Iterable[Row]) -> None:
    sql = f"INSERT INTO record (file, {_COLUMNS}) VALUES ({file:d}, {_MARKS})"  # noqa: S608  # names of ours
    connection.executemany(sql, rows)
