"""Ask the views: SQL whose parameters are the parts of a scope, and which the report shows with their values in it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlalchemy.exc import SQLAlchemyError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.report.ahead import Ahead, fetched
from cryptodrug_scraper.report.kept_rows import KEPT, put_in
from cryptodrug_scraper.statements import with_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Engine

    from cryptodrug_scraper.report.ahead import Fetched, Question
    from cryptodrug_scraper.report.scope import Scope

__all__ = ["Answer", "Asking"]

_WORDS = pl.Utf8()
_TYPES: dict[int, pl.DataType] = {
    16: pl.Boolean(),
    20: pl.Int64(),
    21: pl.Int64(),
    23: pl.Int64(),
    700: pl.Float64(),
    701: pl.Float64(),
    1700: pl.Float64(),
    1082: pl.Date(),
    1184: pl.Datetime("us", "UTC"),
    1009: pl.List(pl.Utf8),
}
"""By the identifier of PostgreSQL's type (pg_type.oid); of any other, the text."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The SQL that was run, with its values, and its rows."""

    sql: str
    frame: pl.DataFrame


_FIGURES = 10
"""Figures that are kept: a server may add numbers up in any order, which changes the last ones."""


class Asking:
    """
    Asks the views of the schema research for one scope.

    Args:
        connection: of the database.
        scope: whose parts are ``:country``, ``:definition``, ``:attribution``, ``:first_day`` and ``:last_day``.
    """

    def __init__(self, connection: Connection, scope: Scope) -> None:
        self.connection = connection
        self._values = scope.values()
        self._answers: dict[str, Answer] = {}
        self._ahead: Ahead | None = None
        self._kept: dict[str, Fetched] = {}

    @property
    def asked(self) -> list[str]:
        """The SQL of all queries so far, each once."""
        return list(self._answers)

    def __call__(self, sql: str, **values: object) -> Answer:
        """
        Run a query, and keep its SQL and its answer: what was asked already is not asked again.

        Args:
            sql: the query.
            values: of its parameters that are no parts of the scope.

        Raises:
            StoreError: the database refuses it.
        """
        given = {**self._values, **values}
        whole = with_values(sql.strip(), given)
        if whole in self._answers:
            return self._answers[whole]
        try:
            description, rows = self._fetched(whole, sql, given)
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            msg = f"the database refuses a query of the report: {reason}; run cryptodrug derive first"
            raise StoreError(msg) from error
        return self._answers.setdefault(whole, Answer(whole, _frame(description, rows)))

    def _fetched(self, whole: str, sql: str, given: Mapping[str, object]) -> Fetched:
        """What a query gives: as it was asked ahead, or made of rows that are kept, or asked now."""
        answer: Fetched | None = self.answered(whole)
        if answer is not None:
            return answer
        name = next((name for name in KEPT if name in sql), None)
        if name is None or KEPT[name] == sql:
            return fetched(self.connection, sql, given)
        if name not in self._kept:
            self._kept[name] = self._fetched(with_values(KEPT[name], given), KEPT[name], given)
        run, more = put_in(sql, name, self._kept[name])
        return fetched(self.connection, run, {**given, **more})

    @contextmanager
    def ahead(
        self,
        engine: Engine,
        questions: Iterable[tuple[str, Mapping[str, object]]],
        others: Mapping[str, Question] = MappingProxyType({}),
    ) -> Iterator[None]:
        """
        Have questions asked by another connection while the block runs; it asks them as it would.

        Args:
            engine: of the database.
            questions: each a query, with the values of its parameters that are no parts of the scope.
            others: by a key, what is asked for otherwise, before these; `answered` gives it.
        """
        known = ((sql, {**self._values, **values}) for sql, values in questions)
        asked = {with_values(sql.strip(), given): partial(fetched, sql=sql, values=given) for sql, given in known}
        with Ahead(engine, {**others, **asked}) as self._ahead:
            yield
        self._ahead = None

    def answered(self, key: str) -> Any | None:  # noqa: ANN401  # what the question returns
        """Return what was asked ahead, by its key; None if it was not, or gave nothing."""
        return None if self._ahead is None else self._ahead.take(key)


def _text(value: object) -> str | None:
    if value is None:
        return None
    return json.dumps(value) if isinstance(value, dict | list) else str(value)


def _frame(description: Any, rows: list[tuple[Any, ...]]) -> pl.DataFrame:  # noqa: ANN401  # of psycopg2
    columns: list[pl.Series] = []
    for place, column in enumerate(description):
        dtype = _TYPES.get(column.type_code, _WORDS)
        values = [row[place] for row in rows]
        if dtype == pl.Float64():
            values = [None if value is None else float(f"{value:.{_FIGURES}g}") for value in values]
        elif dtype == _WORDS:
            values = [_text(value) for value in values]
        columns.append(pl.Series(column.name, values, dtype=dtype, strict=False))
    return pl.DataFrame(columns)
