"""Rows of a statement come while they are asked for, and what cannot be a cursor comes as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.store.streamed import streamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.engine.connect() as opened:
        yield opened


def open_cursors(connection: Connection) -> list[str]:
    return list(connection.exec_driver_sql("SELECT name FROM pg_cursors WHERE name <> ''").scalars())


def test_rows_that_nobody_asks_for_are_not_computed(connection: Connection) -> None:
    # the 30,000th row would be refused
    rows = streamed(connection, "SELECT i, 1 / (30000 - i) AS x FROM generate_series(1, 50000) AS i")
    assert rows is not None
    assert rows.names == ["i", "x"]
    assert [number for number, _ in zip(range(1, 4), rows, strict=False)] == [1, 2, 3]
    with pytest.raises(DBAPIError, match="division by zero"):
        sum(1 for _ in rows)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT i FROM generate_series(1, 12345) AS i",
        "-- how many\n/* of them */ SELECT i FROM generate_series(1, 12345) AS i -- 50 %%",
        "(SELECT i FROM generate_series(1, 12345) AS i)",
        "WITH them AS (SELECT i FROM generate_series(1, 12345) AS i) TABLE them",
        "VALUES (1), (2), (3)",
        "SELECT 1 WHERE false",
    ],
)
def test_all_rows_come_once_and_what_is_passed_by_is_counted(connection: Connection, sql: str) -> None:
    expected = [tuple(row) for row in connection.exec_driver_sql(sql)]
    for batches in (False, True):
        rows = streamed(connection, sql)
        assert rows is not None
        assert open_cursors(connection) == (["cryptodrug_rows"] if len(expected) >= 10 else [])
        assert rows.is_empty is not bool(expected)
        taken = [row for batch in rows.batches() for row in batch] if batches else list(rows)
        assert taken == expected
        assert rows.pass_by() == 0
        assert open_cursors(connection) == []
    rows = streamed(connection, sql)
    assert rows is not None
    few = [row for _, row in zip(range(25), rows, strict=False)]
    assert few == expected[:25]
    assert rows.pass_by() == len(expected) - len(few)
    assert open_cursors(connection) == []


def test_values_stand_for_names(connection: Connection) -> None:
    rows = streamed(connection, "SELECT %(name)s || '%%' AS x", {"name": "a:b"})
    assert rows is not None
    assert list(rows) == [("a:b%",)]


@pytest.mark.parametrize("sql", ["EXPLAIN SELECT 1", "SHOW server_version", "SELECT 1 AS x INTO TEMP mine; TABLE mine"])
def test_what_cannot_be_a_cursor_is_run_as_it_stands(database: Database, sql: str) -> None:
    with create_engine(database.engine.url).connect() as connection:  # one that may write
        rows = streamed(connection, sql)
        assert rows is not None
        assert len(list(rows)) == 1


@pytest.mark.parametrize("sql", ["SET work_mem = '8MB'", "SELECT", "DO $$ BEGIN END $$"])
def test_what_has_no_columns_has_no_rows(connection: Connection, sql: str) -> None:
    assert streamed(connection, sql) is None
    assert open_cursors(connection) == []


def test_a_refusal_points_at_the_statement_and_leaves_the_transaction(connection: Connection) -> None:
    connection.exec_driver_sql("SET LOCAL work_mem = '7MB'")
    with pytest.raises(DBAPIError) as refused:
        streamed(connection, "SELECT nothing")
    assert "LINE 1: SELECT nothing\n               ^" in str(refused.value.orig)
    connection.rollback()
    rows = streamed(connection, "SELECT 1")
    assert rows is not None
    assert list(rows) == [(1,)]


def test_rows_come_after_a_commit_and_without_transactions(database: Database) -> None:
    many = "SELECT i FROM generate_series(1, 300) AS i"
    with database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        connection.exec_driver_sql("COMMIT")
        rows = streamed(connection, many)
        assert open_cursors(connection) == ["cryptodrug_rows"]
        assert rows is not None
        assert len(list(rows)) == 300
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        rows = streamed(connection, many)
        assert rows is not None
        assert len(list(rows)) == 300


def test_large_rows_come_a_few_at_a_time(connection: Connection) -> None:
    rows = streamed(connection, "SELECT repeat('x', 1000000) FROM generate_series(1, 40)")
    assert rows is not None
    sizes = [len(batch) for batch in rows.batches()]
    assert sum(sizes) == 40
    assert max(sizes) <= 10
