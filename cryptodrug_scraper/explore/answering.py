"""
The process in which one question is put to the database, and nothing else: ``python -m`` this module.

It takes a `Question` from standard input, and writes messages to standard output, each a pickle with its length before
it: the number of the server's process, the names of the columns, rows some at a time, and the end or the refusal.

Two things hold whatever the SQL is. It is one statement that gives rows: it is never a part of what this process sends,
but a value, which the server opens as a cursor; of several statements it does so with none. And it has a bounded time:
the limit is set anew before each few rows, since SQL may change settings, and counts from before they are computed.
"""

from __future__ import annotations

import os
import pickle
import resource
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import psycopg2

from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.refusal import reason_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from psycopg2.extensions import cursor as Cursor  # noqa: N812  # a class, in spite of its name

__all__ = ["LENGTH", "SECONDS", "Question"]

SECONDS = 60
"""For the server to answer."""
LENGTH = 8
"""Bytes of the length before each message."""
_MEMORY = 256 * 1024 * 1024
"""Bytes that this process may take beyond what it has when it begins: the largest rows at a time take all of it."""
_TOO_LARGE = (
    "rows of this answer are too large to be taken: some have texts of many MB. Next: ask for the beginning of such a "
    "column, as left(column, 1000), or use cryptodrug query"
)
_FIRST, _MOST = 10, 5000
_BYTES = 2 * 1024 * 1024
_OPEN = statement(__package__, "open_answer")
_SEVERAL = "cannot open multi-query plan as cursor"
_CUT = "… (the CSV has the rest)"


@dataclass(frozen=True, slots=True)
class Question:
    """
    A question, and how to put it.

    Attributes:
        connect: how to connect to the database.
        settings: statements with which the connection begins.
        sql: the question; with values, in the form of the driver.
        values: its values; None for a question that is asked as it is written.
        most_rows: how many rows are wanted; None for all.
        most_bytes: of about how many bytes; None for any number.
        most_text: characters of a text that are wanted; None for all.
    """

    connect: Mapping[str, Any]
    settings: Sequence[str]
    sql: str
    values: Mapping[str, object] | None = None
    most_rows: int | None = None
    most_bytes: int | None = None
    most_text: int | None = None


@dataclass(slots=True)
class _Answer:
    to: BinaryIO
    question: Question
    rows: int = 0
    bytes: int = 0
    _each: int = field(default=_FIRST)

    def tell(self, kind: str, what: object) -> int:
        """Write a message; return how many bytes it has."""
        message = pickle.dumps((kind, what), protocol=5)
        self.to.write(len(message).to_bytes(LENGTH) + message)
        self.to.flush()
        return len(message)

    def put(self, cursor: Cursor) -> None:
        """Put the question, and tell the rows."""
        asked = self.question
        sql = asked.sql if asked.values is None else cursor.mogrify(asked.sql, asked.values).decode()
        cursor.execute("SET TRANSACTION READ ONLY")
        cursor.execute("SET LOCAL cursor_tuple_fraction = 1")  # all rows are wanted as soon as can be, not the first
        cursor.execute("SELECT set_config('cryptodrug.question', %s, true)", (sql,))
        cursor.execute(_OPEN)
        is_cut = False
        while not is_cut:
            wanted = self._each if asked.most_rows is None else min(self._each, asked.most_rows + 1 - self.rows)
            cursor.execute(f"SET LOCAL statement_timeout = '{SECONDS}s'")
            cursor.execute(f"FETCH FORWARD {wanted} FROM answer")
            if not self.rows and cursor.description is not None:
                self.tell("names", [column[0] for column in cursor.description])
            rows = cursor.fetchall()
            if asked.most_rows is not None and self.rows + len(rows) > asked.most_rows:
                rows, is_cut = rows[:-1], True
            self._tell_rows(rows)
            is_cut |= asked.most_bytes is not None and self.bytes > asked.most_bytes
            if len(rows) < wanted and not is_cut:
                break
        self.tell("end", is_cut)

    def _tell_rows(self, rows: Sequence[Sequence[object]]) -> None:
        if not rows:
            return
        size = self.tell("rows", [tuple(_shortened(value, self.question.most_text) for value in row) for row in rows])
        self.rows += len(rows)
        self.bytes += size
        self._each = max(1, min(_MOST, 4 * self._each, _BYTES * len(rows) // size))


def _shortened(value: object, most: int | None) -> object:
    if isinstance(value, memoryview):
        value = bytes(value)
    if most is None or value is None or isinstance(value, int | float):
        return value
    text = value if isinstance(value, str) else str(value)
    return value if len(text) <= most else text[:most] + _CUT


def _limit_memory() -> None:
    if sys.platform != "linux":
        return
    has = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    stated = resource.getrlimit(resource.RLIMIT_AS)
    most = min(has + _MEMORY, *(limit for limit in stated if limit != resource.RLIM_INFINITY), sys.maxsize)
    resource.setrlimit(resource.RLIMIT_AS, (most, stated[1]))


def _refusal(error: Exception) -> str:
    said = reason_of(error)
    if isinstance(error, MemoryError) or (getattr(error, "pgcode", None) is None and "memory" in said):
        return _TOO_LARGE
    if said.startswith(_SEVERAL):
        return "the database refuses this: it is no statement, or more than one. Next: ask one at a time"
    if isinstance(error, psycopg2.errors.InvalidCursorDefinition):
        return f"the database refuses this: {said}, for it gives no rows. Next: ask with SELECT or WITH"
    if isinstance(error, psycopg2.errors.QueryCanceled):
        return f"this took longer than {SECONDS} seconds. Next: narrow it by market or by time, or use cryptodrug query"
    return f"the database refuses this: {said}"


def _position(error: Exception) -> int | None:
    """The place in the question, from 1, at which the server found what it refuses; None where it does not say."""
    said = getattr(error, "diag", None)
    place = getattr(said, "internal_position", None) or getattr(said, "statement_position", None)
    return None if place is None else int(place)


def _main() -> None:
    question: Question = pickle.load(sys.stdin.buffer)  # noqa: S301  # of the process that started this one
    answer = _Answer(sys.stdout.buffer, question)
    try:
        with closing(psycopg2.connect(**question.connect)) as connection:
            _limit_memory()
            with connection, connection.cursor() as cursor:
                for statement in question.settings:
                    cursor.execute(statement)
            answer.tell("process", connection.info.backend_pid)
            with connection.cursor() as cursor:
                answer.put(cursor)
    except (psycopg2.Error, MemoryError) as error:
        answer.tell("refused", (_refusal(error), _position(error)))


if __name__ == "__main__":
    _main()
