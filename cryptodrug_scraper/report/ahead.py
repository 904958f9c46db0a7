"""
Questions that a connection of its own asks ahead, while the program works out what else it needs.

Choosing what is withheld keeps the program busy for as long as the server takes for the dearest questions of a report,
and needs none of them: done side by side, both take the time of one. Nothing else is different. A question that was not
begun when its answer is needed is asked by who needs it, and so is one whose answer failed.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import psycopg2
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future
    from types import TracebackType

    from sqlalchemy import Connection, Engine

__all__ = ["Ahead", "Fetched", "Question", "fetched"]

_PAUSE = 0.05
"""Seconds between two times at which a question that nobody needs is ended."""
_FAILED = (SQLAlchemyError, StoreError)
Fetched = tuple[Any, list[tuple[Any, ...]]]
"""How the driver describes the columns of an answer, and its rows."""
Question: TypeAlias = "Callable[[Connection], Any]"
"""Asks the database, and returns what is asked for; fails with an error of SQLAlchemy's or a `StoreError`."""


def fetched(connection: Connection, sql: str, values: Mapping[str, object]) -> Fetched:
    """
    Run a query, and return what it gives.

    Raises:
        SQLAlchemyError: the database refuses it.
    """
    result = connection.execute(text(sql), dict(values))
    description: Any = result.cursor.description if result.cursor is not None else ()
    return description, [tuple(row) for row in result.all()]


class Ahead:
    """
    Answers of questions that are asked ahead, for as long as the block runs.

    Args:
        engine: of the database.
        questions: what asks each, by a key; in the order in which they are asked.
    """

    def __init__(self, engine: Engine, questions: Mapping[str, Question]) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead")
        self._answers: dict[str, Future[Any]] = {
            key: self._pool.submit(self._ask, question) for key, question in questions.items()
        }

    def _ask(self, question: Question) -> Any:  # noqa: ANN401  # what it returns
        if self._connection is None:
            self._connection = self._engine.connect()
        try:
            return question(self._connection)
        except _FAILED:
            self._connection.rollback()  # the next one is no part of what failed
            raise

    def take(self, key: str) -> Any | None:  # noqa: ANN401  # what the question returns
        """Return an answer; None: it was not begun, or it failed, and is to be asked by who needs it."""
        answer = self._answers.get(key)
        if answer is None or answer.cancel():
            return None
        try:
            return answer.result()
        except _FAILED:
            return None

    def __enter__(self) -> Self:
        """Begin; they are being asked already."""
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        """End: what is being asked is not waited for, and what is not begun is not asked."""
        left = [answer for answer in self._answers.values() if not answer.cancel()]
        while wait(left, _PAUSE).not_done:  # again, as it may not have come to the server yet
            with suppress(AttributeError, SQLAlchemyError, psycopg2.Error):  # the connection is being made, or is gone
                self._connection.connection.dbapi_connection.cancel()  # type: ignore[union-attr]  # of psycopg2
        self._pool.shutdown()
        if self._connection is not None:
            self._connection.close()
