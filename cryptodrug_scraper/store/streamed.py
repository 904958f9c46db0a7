"""
The rows of a statement, some at a time: a cursor of the server holds what was not asked for yet.

Without one the driver takes a whole result before it gives the first row. What cannot be a cursor, such as EXPLAIN, or
SQL on a connection without transactions, is run as it stands, and taken as a whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from psycopg2.extensions import STATUS_BEGIN, TRANSACTION_STATUS_IDLE
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, CursorResult

__all__ = ["Streamed", "streamed"]

_FIRST, _MOST = 10, 5000
_BYTES = 4 * 1024 * 1024
"""About how much text the rows have that are taken at a time: those with whole pages come a few at a time."""
_LOOKED_AT = 100
_NAME = "cryptodrug_rows"
_OF_ROWS = re.compile(r"(?>\s+|\(|--[^\n]*|/\*.*?\*/)*+(?:SELECT|WITH|VALUES|TABLE)\b", re.IGNORECASE | re.DOTALL)


class Streamed:
    """
    Rows that come when they are asked for, once.

    Args:
        connection: where the statement runs.
        whole: its result, where it is no cursor.
        prepared: is called with each cursor of the driver before its rows are taken.

    Attributes:
        description: the columns, as the driver describes them; empty if there are none.
        is_empty: whether there are no rows.
    """

    def __init__(
        self, connection: Connection, whole: CursorResult[Any] | None, prepared: Callable[[Any], object]
    ) -> None:
        self._connection = connection
        self._whole = whole
        self._prepared = prepared
        self._wanted = _FIRST
        self._is_at_end = False
        self.description: Sequence[Any] = ()
        first = self._take()
        self.is_empty = not first
        self._taken = iter(first)

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [column[0] for column in self.description]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        while True:
            yield from self._taken
            if self._is_at_end:
                return
            self._taken = iter(self._take())

    def batches(self) -> Iterator[list[tuple[Any, ...]]]:
        """Give the rows, some at a time."""
        while rows := list(self._taken):
            yield rows
            self._taken = iter(self._take())

    def pass_by(self) -> int:
        """Count the rows that were not asked for yet, and leave them at the server."""
        if self._whole is not None:
            return sum(map(len, self.batches()))
        left = sum(1 for _ in self._taken)
        if not self._is_at_end:
            left += self._connection.exec_driver_sql(f"MOVE FORWARD ALL FROM {_NAME}").rowcount
            self._end()
        return left

    def _take(self) -> list[tuple[Any, ...]]:
        if self._is_at_end:
            return []
        result = self._whole or self._connection.exec_driver_sql(f"FETCH FORWARD {self._wanted} FROM {_NAME}")
        cursor: Any = result.cursor
        rows: list[tuple[Any, ...]] = []
        if result.returns_rows:
            self._prepared(cursor)
            self.description = cursor.description
            rows = cursor.fetchmany(self._wanted)
        if len(rows) < self._wanted:
            self._end()
        else:
            self._wanted = max(1, min(_MOST, 4 * self._wanted, _BYTES // max(_size(rows), 1)))
        return rows

    def _end(self) -> None:
        self._is_at_end = True
        if self._whole is None:
            self._connection.exec_driver_sql(f"CLOSE {_NAME}")


def streamed(
    connection: Connection,
    sql: str,
    values: Mapping[str, object] | None = None,
    *,
    prepared: Callable[[Any], object] = lambda _cursor: None,
) -> Streamed | None:
    """
    Run a statement, and give its rows while they are asked for; None if it has no columns.

    The rows of one statement have to be gone through before the next begins. What the database refuses before it has
    the first rows raises here, and what it refuses later where they are taken.

    Args:
        connection: in whose transaction it runs.
        sql: the statement, in the form of the driver.
        values: of the names in it.
        prepared: is called with each cursor of the driver before rows are taken of it.

    Raises:
        DBAPIError: the database refuses it.
    """
    given = None if values is None else dict(values)
    is_declared = _is_declared(connection, sql, given)
    rows = Streamed(connection, None if is_declared else connection.exec_driver_sql(sql, given), prepared)
    return rows if rows.description else None


def _is_declared(connection: Connection, sql: str, values: dict[str, object] | None) -> bool:
    """
    Make a cursor of a statement. Where that is refused, all is as before, and the statement itself may say why.

    Raises:
        DBAPIError: the connection is lost.
    """
    driver: Any = connection.connection.dbapi_connection
    if driver.autocommit or _OF_ROWS.match(sql) is None:
        return False
    if driver.status == STATUS_BEGIN and driver.info.transaction_status == TRANSACTION_STATUS_IDLE:
        connection.exec_driver_sql("BEGIN")  # SQL before it has ended the transaction, which the driver does not know
    connection.exec_driver_sql(f"SAVEPOINT {_NAME}")
    try:
        connection.exec_driver_sql("SET LOCAL cursor_tuple_fraction = 1")  # all rows as soon as can be, not the first
        connection.exec_driver_sql(f"DECLARE {_NAME} NO SCROLL CURSOR FOR {sql}", values)
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        connection.exec_driver_sql(f"ROLLBACK TO SAVEPOINT {_NAME}")
        return False
    connection.exec_driver_sql(f"RELEASE SAVEPOINT {_NAME}")
    return True


def _size(rows: Sequence[Sequence[object]]) -> int:
    """About how much text a row has."""
    looked_at = rows[:: max(1, len(rows) // _LOOKED_AT)]
    return sum(_length(value) for row in looked_at for value in row) // len(looked_at)


def _length(value: object) -> int:
    if isinstance(value, str | memoryview):
        return len(value)
    return len(str(value)) if isinstance(value, list | dict) else 0
