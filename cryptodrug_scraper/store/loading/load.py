"""
Load batches into the tables, by COPY.

A batch is one transaction, so a page is there with all its rows or not at all. Its parse runs are added first, with
INSERT … ON CONFLICT DO NOTHING from a staging table. Whoever adds one adds the rows that belong to it, so these need no
key of their own. If all runs of a batch are new, its rows are copied straight into their tables. If some are not, they
go through staging, and those of the new runs are taken. Lists of ratings are added likewise, and with each its rows.

Any number of loaders may work at a time. All write the tables in one order, and the rows of a staged table in one
order, so that none waits for another in a ring; and whoever brings a page that another is just loading waits for it.
"""

from __future__ import annotations

import io
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any, Protocol, cast
from uuid import UUID

from psycopg2.sql import SQL, Composable, Identifier
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.calendar import add_new_markets
from cryptodrug_scraper.store.loading.partitions import ensure_months, made_ahead
from cryptodrug_scraper.store.loading.searched import NOTE_SEARCHED
from cryptodrug_scraper.store.locks import Lock, take
from cryptodrug_scraper.store.refusal import RowsRefusedError, condition_of, reason_of
from cryptodrug_scraper.store.shown_parsers import release_of
from cryptodrug_scraper.store.tables import COLUMNS, KEYS, LIST_KEY, LISTED, LOADED, SHARED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.loading.batch import Batch

__all__ = ["load"]

_CHUNK = 1 << 20
_ADD_VERSION = text("INSERT INTO parser_version VALUES (:version, :release, clock_timestamp()) ON CONFLICT DO NOTHING")
_NOTED = {"parse_run": ("new_run", "parse_run_id"), "review_list": ("new_list", "review_list_id")}
"""Tables of which it is noted what a transaction has added: where, and by which column."""
_ADD_NOTED = SQL("WITH added AS ({insert} RETURNING {name}) INSERT INTO {note} SELECT {name} FROM added")
_OF_A_CAPTURE = SQL("WHERE EXISTS (SELECT FROM capture WHERE capture.capture_id = staged_capture_origin.capture_id)")
"""Condition that a capture still exists: it may have been removed since it was looked up."""
_SUPERSEDE = text(statement(__package__, "supersede"))

_NOTE_FUTURE = statement(__package__, "note_future")


class _Cursor(Protocol):
    """The methods of the driver's cursor that are used here."""

    rowcount: int

    def copy_expert(self, sql: Composable, file: io.BytesIO, size: int = ...) -> None: ...

    def execute(self, query: str | Composable) -> None: ...

    def fetchall(self) -> list[tuple[Any, ...]]: ...

    def close(self) -> None: ...


def load(connection: Connection, batches: Iterable[Batch]) -> dict[str, int]:
    """
    Load batches, each in a transaction, and return how many rows of each table were new; those of ``future_capture``
    are captures whose time has not come yet.

    Existing rows stay as they are, so loading the same batch again changes nothing. A market that was installed after
    the schema was made gets its row in table market first.

    Args:
        connection: one that has no transaction open.
        batches: the pages; they are taken one at a time, as they come.

    Raises:
        RowsRefusedError: the database refuses a value in a batch, which is then not in it at all. Those before it are.
        StoreError: the database cannot load a batch for another reason; the same holds.
    """
    new: Counter[str] = Counter(dict.fromkeys(LOADED, 0))
    for number, batch in enumerate(batch for batch in batches if batch.captures):
        try:
            if number == 0:
                add_new_markets(connection)
            ensure_months(connection, batch.months)
            made_ahead(connection, batch.months)
            with connection.begin():
                with closing(cast("_Cursor", connection.connection.cursor())) as cursor:
                    new.update(_insert(cursor, batch))
                if batch.parser_versions:
                    _supersede(connection, batch)
        except (DBAPIError, connection.dialect.loaded_dbapi.Error) as error:  # from SQLAlchemy, and from the driver
            said, condition = reason_of(error), condition_of(error)
            pages = counted(batch.captures, "page")
            msg = f"a batch of {pages} cannot be loaded: {said}; run the same command again to resume"
            if condition is not None:
                raise RowsRefusedError(msg, condition, dict(new)) from error
            raise StoreError(msg) from error
    return dict(new)


def _insert(cursor: _Cursor, batch: Batch) -> dict[str, int]:
    cursor.execute("SET LOCAL synchronous_commit = off")  # a crash may lose the last batches, never a part of one
    new: dict[str, int] = {}
    for table in LOADED:
        if table == LISTED:
            new[table] = _add_lists(cursor, batch)
        elif table not in batch.tables:
            continue
        elif table in SHARED:
            only_known = table == "capture_origin" and "capture" not in batch.tables
            new[table] = _merge(cursor, table, batch.tables[table], _OF_A_CAPTURE if only_known else SQL(""))
        elif new["parse_run"] < batch.rows["parse_run"]:
            new[table] = _add_of_new_runs(cursor, table, batch.tables[table]) if new["parse_run"] else 0
        else:
            _copy_into(cursor, table, COLUMNS[table], batch.tables[table])
            new[table] = batch.rows[table]
    if "parse_run" in batch.tables:
        cursor.execute(_NOTE_FUTURE)
        if cursor.rowcount:
            new["future_capture"] = cursor.rowcount
    if new.get("parse_run"):
        cursor.execute(NOTE_SEARCHED)
    return new


def _add_lists(cursor: _Cursor, batch: Batch) -> int:
    """Add the ratings of the lists that this transaction has added, and return how many those were."""
    if not batch.lists:
        return 0
    cursor.execute("SELECT review_list_id::text FROM new_list")
    rows = b"".join([batch.lists[UUID(name)] for (name,) in cursor.fetchall()])
    _copy_into(cursor, LISTED, LIST_KEY + COLUMNS[LISTED], rows)
    return rows.count(b"\n")


def _merge(cursor: _Cursor, table: str, rows: bytes, condition: Composable) -> int:
    """Add the rows that are not there yet and meet a condition, and return how many those were."""
    insert: Composable = SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM {staged} {condition} ORDER BY {key} "
        "ON CONFLICT DO NOTHING"
    ).format(
        table=Identifier(table),
        columns=_listed(COLUMNS[table]),
        staged=_stage(cursor, table, rows),
        condition=condition,
        key=_listed(KEYS[table]),
    )
    if table in _NOTED:
        note, name = map(Identifier, _NOTED[table])
        cursor.execute(SQL("CREATE TEMP TABLE IF NOT EXISTS {} ({} uuid) ON COMMIT DELETE ROWS").format(note, name))
        insert = _ADD_NOTED.format(insert=insert, note=note, name=name)
    cursor.execute(insert)
    return cursor.rowcount


def _add_of_new_runs(cursor: _Cursor, table: str, rows: bytes) -> int:
    """Add the rows of the runs that this transaction has added, and return how many those were."""
    insert = SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM {staged} "
        "WHERE parse_run_id IN (SELECT parse_run_id FROM new_run)"
    ).format(table=Identifier(table), columns=_listed(COLUMNS[table]), staged=_stage(cursor, table, rows))
    cursor.execute(insert)
    return cursor.rowcount


def _stage(cursor: _Cursor, table: str, rows: bytes) -> Identifier:
    staged = f"staged_{table}"
    made = SQL("CREATE TEMP TABLE IF NOT EXISTS {} (LIKE {}) ON COMMIT DELETE ROWS")
    cursor.execute(made.format(Identifier(staged), Identifier(table)))
    _copy_into(cursor, staged, COLUMNS[table], rows)
    return Identifier(staged)


def _copy_into(cursor: _Cursor, target: str, columns: Iterable[str], rows: bytes) -> None:
    """Copy rows into a table. Which table and columns cannot be bound as values are: they are quoted as names."""
    copy = SQL("COPY {} ({}) FROM STDIN").format(Identifier(target), _listed(columns))
    cursor.copy_expert(copy, io.BytesIO(rows), _CHUNK)


def _listed(names: Iterable[str]) -> Composable:
    return SQL(", ").join(map(Identifier, names))


def _supersede(connection: Connection, batch: Batch) -> None:
    """
    Note which readings of the batch's captures are not shown, also while other loaders add readings or choose.
    """
    take(connection, Lock.SUPERSEDE)
    for version in sorted(batch.parser_versions):
        connection.execute(_ADD_VERSION, {"version": version, "release": release_of(version)})
    if connection.execute(text("SELECT count(*) > 1 FROM parser_version")).scalar_one():
        connection.execute(_SUPERSEDE)
