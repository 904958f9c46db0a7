"""
The floor of what asks the database: the time in which it gives the same rows from a table that holds nothing else.

    python -m benchmarks.scaling.given report study --output study.html

runs a command of the program in this process, keeps what it asks, and asks for the rows of each answer again, written
down as text. What cannot be written down, as what changes something, is counted.
"""

from __future__ import annotations

import json
import re
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.store.database import open_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

__all__ = ["Asked", "asked_meanwhile", "floor_of"]

Asked = tuple[str, Any]
"""A statement and its values, as the driver was given them."""
_ASKS = re.compile(r"\s*(?:--[^\n]*\n\s*)*(?:SELECT|WITH|VALUES)\b", re.IGNORECASE)


@contextmanager
def asked_meanwhile() -> Iterator[list[Asked]]:
    """Keep what is asked by this process for as long as the block runs."""
    asked: list[Asked] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: Any) -> None:  # noqa: ANN401
        if _ASKS.match(statement):
            asked.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def floor_of(asked: list[Asked]) -> dict[str, float]:
    """Ask again: seconds in which the server gives the rows, how many, and how many statements could not be asked."""
    seconds, rows, failed = 0.0, 0, 0
    with open_database() as database, database.engine.connect() as connection:
        for statement, values in asked:
            try:
                took, number = _given(connection, statement, values)
            except DBAPIError:
                failed += 1
            else:
                seconds, rows = seconds + took, rows + number
            connection.rollback()
    return {"statements": len(asked), "statements not asked again": failed, "rows": rows, "floor: s": seconds}


def _given(connection: Connection, statement: str, values: Any) -> tuple[float, int]:  # noqa: ANN401  # of the driver
    connection.exec_driver_sql("SET LOCAL search_path = research, public")
    bare = statement.strip().rstrip(";")
    made = f"CREATE TEMP TABLE given AS SELECT asked::text AS line FROM ({bare}\n) asked"  # noqa: S608  # ours
    connection.exec_driver_sql(made, values)
    began = time.perf_counter()
    rows = connection.exec_driver_sql("SELECT line FROM given").all()
    return time.perf_counter() - began, len(rows)


def main(words: list[str]) -> None:
    """Run a command, measure its floor, and print a line of JSON."""
    from cryptodrug_scraper.cli import cli

    with asked_meanwhile() as asked:
        cli.main(words, standalone_mode=False)
    print()
    print(json.dumps(floor_of(asked)))


if __name__ == "__main__":
    main(sys.argv[1:])
