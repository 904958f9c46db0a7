"""
Open the database file of an index: to write it, or only to read it.

SQLite keeps what was written last in a file beside the database (``-wal``), and what its readers and writers tell each
other in another (``-shm``). On a medium that cannot be written neither can be made. Then there is no writer either, so
the database is read as it is; with the ``-wal`` that a dead writer left, it is read from a copy.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import ExitStack

__all__ = ["SIDE_FILES", "to_read", "to_write"]

SIDE_FILES = ("-wal", "-shm")
"""What the names of the files beside a database end in."""
_WAIT = 120.0
"""Seconds to wait for another writer's batch."""
_UNWRITTEN = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY})
_PRIMARY = 0xFF
"""The bits of an error code that tell its kind."""


def to_write(path: Path, stack: ExitStack) -> sqlite3.Connection:
    """
    Open a database, which is made if it is missing. The stack closes it.

    Raises:
        sqlite3.Error: it cannot be used.
    """
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    stack.callback(connection.close)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def to_read(path: Path, stack: ExitStack) -> sqlite3.Connection:
    """
    Open a database that is there, and leave its folder as it is. The stack closes it, and removes what was copied.

    Raises:
        sqlite3.Error: it cannot be used.
        OSError: there is no room for a copy.
    """
    can_write = all(os.access(place, os.W_OK) for place in (path, path.parent))
    try:
        return _opened(path, "mode=rw" if can_write else "mode=ro", stack)
    except sqlite3.Error as error:
        if can_write or error.sqlite_errorcode & _PRIMARY not in _UNWRITTEN:
            raise
    last = path.with_name(path.name + SIDE_FILES[0])
    if not last.exists() or last.stat().st_size == 0:
        return _opened(path, "immutable=1", stack)
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="cryptodrug-index-")))
    for file in (path, last):
        shutil.copyfile(file, folder / file.name)
    return _opened(folder / path.name, "mode=rw", stack)


def _opened(path: Path, how: str, stack: ExitStack) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=_WAIT, isolation_level=None)
    try:
        connection.execute("SELECT 1 FROM sqlite_master")  # only now is the file opened
    except sqlite3.Error:
        connection.close()
        raise
    stack.callback(connection.close)
    return connection
