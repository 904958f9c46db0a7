"""
Put a question that somebody else wrote in a process and a connection of its own, which both end with it.

So nothing that it sets is there for the next question; no more memory is taken than that process may; and whoever waits
for the answer can leave.
"""

from __future__ import annotations

import os
import pickle
import selectors
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, cast

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.explore.answering import LENGTH, SECONDS, Question
from cryptodrug_scraper.statements import for_driver
from cryptodrug_scraper.store.database import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Engine

__all__ = ["Apart", "LeftError", "RefusedError", "asked_apart"]

_LOOK = 0.2
_PATIENCE = SECONDS + 5.0
"""In which the server has refused what takes too long, if it can."""
_TOO_LONG = f"this took longer than {SECONDS} seconds. Next: narrow it by market or by time, or use cryptodrug query"
_ENDED = (
    "the process that asked this has ended: it may have taken too much memory. Next: ask for fewer or shorter columns"
)


class LeftError(Exception):
    """Nobody waits for the answer any more."""


class RefusedError(StoreError):
    """
    The database refuses a question.

    Attributes:
        position: the place in its text, from 1, at which it says why; None where it does not say.
    """

    def __init__(self, message: str, position: int | None) -> None:
        super().__init__(message)
        self.position = position


class Apart:
    """
    An answer that comes.

    Attributes:
        names: the columns.
        is_cut: whether there are more rows than were wanted; known once `rows` has ended.
    """

    def __init__(self, come: IO[bytes], is_left: Callable[[], bool]) -> None:
        self._from = come.fileno()
        self._is_left = is_left
        self._waited = 0.0
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._from, selectors.EVENT_READ)
        self.process: int | None = None
        self.names: list[str] = []
        self.is_cut = False

    def begin(self) -> None:
        """
        Wait for the names of the columns.

        Raises:
            RefusedError: the database refuses the question.
            StoreError: it takes too long.
            LeftError: nobody waits for it.
        """
        self.process = self._next()[1]
        self.names = self._next()[1]

    def rows(self) -> Iterator[Sequence[Sequence[object]]]:
        """
        Give the rows, some at a time.

        Raises:
            StoreError: they are too large, or take too long.
            LeftError: nobody waits for them.
        """
        while (message := self._next())[0] == "rows":
            yield message[1]
        self.is_cut = message[1]

    def close(self) -> None:
        """Close what is waited with."""
        self._ready.close()

    def _next(self) -> tuple[str, Any]:
        kind, what = pickle.loads(self._read(int.from_bytes(self._read(LENGTH))))  # noqa: S301  # of a process of ours
        if kind == "refused":
            raise RefusedError(*what)
        return kind, what

    def _read(self, size: int) -> bytes:
        """
        Read so many bytes. Only the time counts in which they are waited for.

        Raises:
            StoreError: that is too long, or no more come.
            LeftError: nobody waits for them.
        """
        parts = bytearray()
        while len(parts) < size:
            began = time.monotonic()
            is_ready = self._ready.select(_LOOK)
            self._waited += time.monotonic() - began
            if self._is_left():
                raise LeftError
            if is_ready:
                part = os.read(self._from, min(size - len(parts), 1 << 20))
                if not part:
                    raise StoreError(_ENDED)
                parts += part
            elif self._waited > _PATIENCE:
                raise StoreError(_TOO_LONG)
        return bytes(parts)


@contextmanager
def asked_apart(
    engine: Engine,
    sql: str,
    values: Mapping[str, object] | None,
    is_left: Callable[[], bool],
    **most: int,
) -> Iterator[Apart]:
    """
    Ask, and give the answer while it comes.

    Args:
        engine: connections of the role of researchers; one like them is made.
        sql: the question, with ``:names`` for its values.
        values: the values; None for a question that is asked as it is written.
        is_left: whether nobody waits for the answer any more.
        most: what is wanted at most; see `Question`.

    Raises:
        StoreError: the database refuses it.
        LeftError: nobody waits for it.
    """
    if values is not None:
        sql = for_driver(sql, values)
    _, connect = engine.dialect.create_connect_args(engine.url)
    how = {**connect, "connect_timeout": 10, "application_name": "cryptodrug"}
    settings = settings_of(read_only=True, of_research=True)
    child = subprocess.Popen(
        [sys.executable, "-m", "cryptodrug_scraper.explore.answering"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    to, come = cast("tuple[IO[bytes], IO[bytes]]", (child.stdin, child.stdout))
    answer = Apart(come, is_left)
    try:
        with suppress(BrokenPipeError), to:  # it has ended, which is seen at once
            pickle.dump(Question(how, settings, sql, None if values is None else dict(values), **most), to)
        answer.begin()
        yield answer
    finally:
        _end(child, answer.process, engine)
        answer.close()


def _end(child: subprocess.Popen[bytes], process: int | None, engine: Engine) -> None:
    """End a process that still asks, and that of the server: it would not notice before it has rows to send."""
    with child:
        try:
            child.wait(timeout=0 if process is None else _LOOK)
        except subprocess.TimeoutExpired:
            if process is not None:
                with suppress(DBAPIError), engine.connect() as connection:
                    connection.execute(text("SELECT pg_terminate_backend(:process)"), {"process": process})
            child.kill()
