"""
Give a figure again of its rows, without the database they come from: by SQLite.

The statement may have come with a package. So it runs in memory, may read the table of the rows and call functions, and
nothing else, and is ended after some seconds.
"""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["as_floats", "given_again"]

_SECONDS = 60.0
_STEPS = 100_000
"""Instructions of SQLite between two looks at the clock."""
_PERMITTED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})


def as_floats(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows with exact numbers as floating-point ones, as SQLite counts."""
    return frame.with_columns(series.cast(pl.Float64) for series in frame if series.dtype.is_decimal())


def given_again(sql: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> dict[str, Any]:
    """
    Return the one row that a statement gives of a table ``rows``.

    Args:
        sql: the statement, for SQLite.
        rows: the rows of that table.
        columns: its columns, beside those that a row has.

    Raises:
        ConfigurationError: it gives no single row, takes too long, or does anything but read them.
    """
    names = list(dict.fromkeys((*columns, *(name for row in rows for name in row)))) or ["nothing"]
    quoted = ", ".join('"' + name.replace('"', '""') + '"' for name in names)
    until = time.monotonic() + _SECONDS
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE rows ({quoted})")
        marks = ", ".join("?" * len(names))
        values = ([_value(row.get(name)) for name in names] for row in rows)
        connection.executemany(f"INSERT INTO rows VALUES ({marks})", values)  # noqa: S608  # marks and no values
        connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _PERMITTED else sqlite3.SQLITE_DENY)
        connection.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS)
        try:
            cursor = connection.execute(sql)
            found = cursor.fetchmany(2)
        except sqlite3.Error as error:
            msg = f"the arithmetic cannot be done: {error}"
            raise ConfigurationError(msg) from error
        if len(found) != 1 or cursor.description is None:
            msg = "the arithmetic does not give one row"
            raise ConfigurationError(msg)
        return {column[0]: value for column, value in zip(cursor.description, found[0], strict=True)}


def _value(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list | tuple | dict):
        return json.dumps(value)
    return value if value is None or isinstance(value, bool | int | float | str | bytes) else str(value)
