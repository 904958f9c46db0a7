"""
Remember what an import has seen, on disk, so that memory does not grow with the import.

A nameless SQLite database: its pages stay in memory up to a fixed amount, what goes beyond lies in a temporary file
that no other user can open and that disappears with the process.
"""

from __future__ import annotations

import sqlite3

from cryptodrug_scraper.statements import statement

__all__ = ["Scratch"]

_SCHEMA = statement(__package__, "scratch")


class Scratch:
    """
    The numbers that one import has seen.

    Attributes:
        connection: where other modules keep tables of theirs.
    """

    def __init__(self) -> None:
        """Open it; nothing is written before it is needed."""
        self.connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self.connection.executescript(_SCHEMA)
        self._execute = self.connection.execute

    def is_new(self, key: int) -> bool:
        """Tell whether a number comes for the first time, and remember it."""
        return self._execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount == 1

    def close(self) -> None:
        """Forget everything."""
        self.connection.close()
