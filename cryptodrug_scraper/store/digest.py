"""Compute one hash of everything that the pages stated, or of all that was derived of it, to compare two databases."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Numeric,
    Text,
    cast,
    column,
    exists,
    func,
    literal_column,
    quoted_name,
    select,
    table,
    text,
    union_all,
)

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.base import SINCE
from cryptodrug_scraper.store.models.derived import DerivedBase
from cryptodrug_scraper.store.tables import LOADED, OF_MANY, text_columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Column, ColumnElement, Connection, Select, Table

__all__ = ["derived_digest", "digest", "observed_sums", "sums_of"]

_APART = frozenset({"capture_origin"})
"""Tables left out: the places of bytes differ between a folder and an archive of the same pages."""
_CURRENT_PART = table("current_part", column("part_id"), schema="derived")
_CURRENT = text("SELECT count(*) FROM derived.derive_run WHERE is_current")
_TABLES = Base.metadata.tables
_RUN, _HIDDEN = _TABLES["parse_run"], _TABLES["superseded_run"]
_HIDES_ANY = text("SELECT EXISTS (SELECT FROM superseded_run)")
_IS_SHOWN = ~exists().where(_HIDDEN.c.parse_run_id == _RUN.c.parse_run_id)
_ADDED = {name for name, made in DerivedBase.metadata.tables.items() if made.info.get(SINCE)}
"""Tables that later revisions added: without rows they change no digest."""
_RELEASED_CAPTURE = (
    *("capture_id", "captured_at", "captured_from", "captured_to", "time_precision", "time_basis"),
    *("sha256", "byte_length", "url_key"),
)
"""The columns of table capture in release 0.2.0, where the instant of the reading and what it rests on stood there."""


def digest(connection: Connection) -> str:
    """
    Return a SHA-256 digest, in hexadecimal, of the observed rows of every table, as the views show them: of each page
    those of the reading that is shown. Other readings that the database keeps do not matter.

    Rows are hashed one by one and added up, so that neither the order of loading nor that of reading matters, and no
    table is held in memory. The session's own settings do not matter either: they are fixed while it runs. A column
    that a later revision added changes the digest of no rows that say nothing there, and a column that moved from one
    table to another stands where it stood in release 0.2.0.
    """
    shown_only = bool(connection.execute(_HIDES_ANY).scalar_one())
    connection.rollback()
    return _of(
        connection, ((name, observed_sums(name, shown_only=shown_only)) for name in sorted(set(LOADED) - _APART))
    )


def observed_sums(name: str, *, shown_only: bool = False) -> Select[Any]:
    """
    Return the query for the number of rows of a table of what pages stated, and for sums of their hashes.

    Columns that later revisions added stand last, and the last of them count as far as a row says something there. An
    instant of a page counts with the page, once for each reading.

    Args:
        name: the table.
        shown_only: leave out what only readings state that are not shown.
    """
    made = _TABLES[name]
    if name == "capture":
        parts = (
            _RUN.c[each] if each in _RUN.c and each != "capture_id" else made.c[each] for each in _RELEASED_CAPTURE
        )
        query = (
            select(cast(func.row(*parts), Text)).select_from(made).join(_RUN, _RUN.c.capture_id == made.c.capture_id)
        )
        return sums_of(query.where(_IS_SHOWN) if shown_only else query)
    if name == "parse_run":
        row: ColumnElement[Any] = func.row(*(each for each in made.c if each.name != "time_basis"))
    else:
        row = literal_column(quoted_name(name, quote=True))
    columns = Base.metadata.tables[name].columns
    query = select(_without_added(cast(row, Text), columns)).select_from(made)
    return sums_of(query.where(_is_shown(made)) if shown_only else query)


def _without_added(said: ColumnElement[Any], columns: Iterable[Column[Any]]) -> ColumnElement[Any]:
    """A row as text without the columns at its end that later revisions added and that say nothing."""
    added = sum(bool(each.info.get(SINCE)) for each in columns)
    return func.regexp_replace(said, rf",{{0,{added}}}\)$", ")") if added else said


def _is_shown(made: Table) -> ColumnElement[bool]:
    """Whether a row of a table is of a reading that is shown, or in common to several of which one is."""
    if "parse_run_id" in made.c:
        return ~exists().where(_HIDDEN.c.parse_run_id == made.c.parse_run_id)
    if made.name in OF_MANY:
        named = OF_MANY[made.name]
        return made.c[named].in_(select(_RUN.c[named]).where(_IS_SHOWN))
    referred = [select(each).where(_is_shown(each.table)) for each in text_columns()]
    return made.c.sha256.in_(union_all(*referred))


def derived_digest(connection: Connection) -> str:
    """
    Return a SHA-256 digest, in hexadecimal, of all rows of the current derivation, whatever parts it is made of.

    Parts, versions and clocks are left out: another version of the measures that gives the same rows has the same
    digest. A row that names a statement of a page does so by its identifier, which the version of the parser decides
    on, as in `digest`. What later revisions added counts as far as rows say something there. Findings are left out:
    they are summed from these rows by SQL, in any order. So are codes and values of reasons: the sentence beside them
    says the same, and release 0.2.0 kept it alone.

    Raises:
        StoreError: nothing was derived.
    """
    sums = []
    for name, made in sorted(DerivedBase.metadata.tables.items()):
        if "part_id" in made.c and made.name not in {"part", "run_part"}:
            told = (each for each in made.c if each.name != "part_id" and not _is_beside_its_sentence(each.name, made))
            row = func.row(*sorted(told, key=lambda each: SINCE in each.info))
            joined = made.join(_CURRENT_PART, made.c.part_id == _CURRENT_PART.c.part_id)
            said = _without_added(cast(row, Text), made.columns)
            sums.append((name, sums_of(select(said).select_from(joined))))
    if not connection.execute(_CURRENT).scalar_one():
        msg = "nothing was derived in this database: run cryptodrug derive first"
        raise StoreError(msg)
    connection.rollback()
    return _of(connection, sums)


def sums_of(rows: Select[Any]) -> Select[Any]:
    """
    Return the query for the number of some rows, and for sums of their hashes.

    Args:
        rows: each as one text.
    """
    texts = rows.subquery("texts")
    hashed = select(func.md5(next(iter(texts.c))).label("hash")).subquery("hashed")
    number: ColumnElement[Any] = func.count()
    first, last = (
        func.sum(literal_column(f"('x' || {end}(hash, 16))::bit(64)::bigint", Numeric)) for end in ("left", "right")
    )
    return select(number, first, last).select_from(hashed)


def _is_beside_its_sentence(name: str, made: Table) -> bool:
    of, _, kind = name.rpartition("_")
    return kind in {"code", "values"} and of in made.c


def _of(connection: Connection, sums: Iterable[tuple[str, Select[Any]]]) -> str:
    """The digest of tables, each with the query that gives the number of its rows, and sums of their hashes."""
    total = hashlib.sha256()
    with connection.begin():
        for setting in ("timezone = 'UTC'", "datestyle = 'ISO, YMD'", "bytea_output = 'hex'", "extra_float_digits = 1"):
            connection.execute(text(f"SET LOCAL {setting}"))
        for name, query in sums:
            row = connection.execute(query).one()
            if name in _ADDED and not row[0]:
                continue
            total.update(f"{name} {' '.join(map(str, row))}\n".encode())
    return total.hexdigest()
