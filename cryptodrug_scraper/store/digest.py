"""Compute one hash of everything that the pages stated, or of all that was derived of it, to compare two databases."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    Numeric,
    Text,
    Uuid,
    bindparam,
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
from sqlalchemy.dialects.postgresql import insert

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.base import SINCE
from cryptodrug_scraper.store.models.derived import DerivedBase
from cryptodrug_scraper.store.tables import LOADED, OF_MANY, text_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Select, Table

__all__ = ["derived_digest", "digest", "keep_sums", "kept_digest", "observed_sums", "sums_of"]

_APART = frozenset({"capture_origin"})
"""Tables left out: the places of bytes differ between a folder and an archive of the same pages."""
_CURRENT_PART = table("current_part", column("part_id"), schema="derived")
_KEPT = Base.metadata.tables["part_sum"]
_KEPT_COLUMNS = tuple(_KEPT.columns.keys())
_CURRENT = text("SELECT count(*) FROM derived.derive_run WHERE is_current")
_TABLES = Base.metadata.tables
_RUN, _HIDDEN = _TABLES["parse_run"], _TABLES["superseded_run"]
_HIDES_ANY = text("SELECT EXISTS (SELECT FROM superseded_run)")
_IS_SHOWN = ~exists().where(_HIDDEN.c.parse_run_id == _RUN.c.parse_run_id)
_ADDED = {name for base in (Base, DerivedBase) for name, made in base.metadata.tables.items() if made.info.get(SINCE)}
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
    _check_derived(connection)
    return _of(
        connection,
        (
            (name, sums_of(select(said).join_from(made, _CURRENT_PART, made.c.part_id == _CURRENT_PART.c.part_id)))
            for name, made, said in _derived()
        ),
    )


def kept_digest(connection: Connection) -> str:
    """
    Return what `derived_digest` does, from sums that `keep_sums` has kept: a part never changes, and only those are
    read whose sums are not there.

    Raises:
        StoreError: nothing was derived.
    """
    _check_derived(connection)
    with connection.begin():
        _fix_settings(connection)
        return _hashed((each.name, _added_up(connection, each)) for each in _by_part())


def keep_sums(connection: Connection) -> None:
    """
    Keep the sums of all parts of the current derivation that are not kept yet.

    Args:
        connection: one that has no transaction open.
    """
    with connection.begin():
        _fix_settings(connection)
        for each in _by_part():
            found = [
                dict(zip(_KEPT_COLUMNS, (row[0], each.name, each.query_digest, *row[1:]), strict=True))
                for row in _missing(connection, each)
            ]
            if found:
                connection.execute(insert(_KEPT).on_conflict_do_nothing(), found)


class _ByPart(NamedTuple):
    """Of a derived table the query for the sums of each of some parts (``:parts``) that have rows there."""

    name: str
    query: Select[Any]
    query_digest: str


def _by_part() -> Iterator[_ByPart]:
    parts = bindparam("parts", type_=ARRAY(Uuid))
    for name, made, said in _derived():
        texts = select(made.c.part_id, func.md5(said).label("hash")).where(made.c.part_id == func.any(parts))
        hashed = texts.subquery("hashed")
        number: ColumnElement[Any] = func.count()
        query = select(hashed.c.part_id, number, *_sums()).select_from(hashed).group_by(hashed.c.part_id)
        yield _ByPart(name, query, hashlib.sha256(str(query).encode()).hexdigest())


def _missing(connection: Connection, of: _ByPart) -> list[tuple[Any, ...]]:
    """The sums of the parts of the current derivation of which none are kept: of each a row."""
    known = select(_KEPT.c.part_id).where(_KEPT.c.table_name == of.name, _KEPT.c.query_digest == of.query_digest)
    current = select(_CURRENT_PART.c.part_id).where(_CURRENT_PART.c.part_id.not_in(known))
    parts = connection.execute(current).scalars().all()
    found = {row[0]: tuple(row) for row in connection.execute(of.query, {"parts": parts})} if parts else {}
    return [found.get(part, (part, 0, 0, 0)) for part in parts]


def _kept(connection: Connection, of: _ByPart) -> Sequence[Any]:
    sums = select(_KEPT.c.part_id, _KEPT.c.row_count, _KEPT.c.first_sum, _KEPT.c.last_sum)
    current = sums.join(_CURRENT_PART, _CURRENT_PART.c.part_id == _KEPT.c.part_id)
    return connection.execute(
        current.where(_KEPT.c.table_name == of.name, _KEPT.c.query_digest == of.query_digest)
    ).all()


def _added_up(connection: Connection, of: _ByPart) -> Sequence[object]:
    """The sums of all parts together as SQL gives them: null where there is no row."""
    found = (*_kept(connection, of), *_missing(connection, of))
    rows, first, last = (sum(int(row[place]) for row in found) for place in (1, 2, 3))
    return (rows, first, last) if rows else (0, None, None)


def _derived() -> Iterator[tuple[str, Table, ColumnElement[str]]]:
    """The derived tables whose rows count, each with the text of a row."""
    for name, made in sorted(DerivedBase.metadata.tables.items()):
        if "part_id" in made.c and made.name not in {"part", "run_part"}:
            told = (each for each in made.c if each.name != "part_id" and not _is_beside_its_sentence(each.name, made))
            row = func.row(*sorted(told, key=lambda each: SINCE in each.info))
            yield name, made, _without_added(cast(row, Text), made.columns)


def _check_derived(connection: Connection) -> None:
    if not connection.execute(_CURRENT).scalar_one():
        msg = "nothing was derived in this database: run cryptodrug derive first"
        raise StoreError(msg)
    connection.rollback()


def sums_of(rows: Select[Any]) -> Select[Any]:
    """
    Return the query for the number of some rows, and for sums of their hashes.

    Args:
        rows: each as one text.
    """
    texts = rows.subquery("texts")
    hashed = select(func.md5(next(iter(texts.c))).label("hash")).subquery("hashed")
    number: ColumnElement[Any] = func.count()
    return select(number, *_sums()).select_from(hashed)


def _sums() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """The sums of both halves of what is called ``hash``."""
    first, last = (
        func.sum(literal_column(f"('x' || {end}(hash, 16))::bit(64)::bigint", Numeric)) for end in ("left", "right")
    )
    return first, last


def _is_beside_its_sentence(name: str, made: Table) -> bool:
    of, _, kind = name.rpartition("_")
    return kind in {"code", "values"} and of in made.c


def _of(connection: Connection, sums: Iterable[tuple[str, Select[Any]]]) -> str:
    """The digest of tables, each with the query that gives the number of its rows, and sums of their hashes."""
    with connection.begin():
        _fix_settings(connection)
        return _hashed((name, connection.execute(query).one()) for name, query in sums)


def _hashed(tables: Iterable[tuple[str, Sequence[object]]]) -> str:
    """The digest of tables, each with the number of its rows and sums of their hashes."""
    total = hashlib.sha256()
    for name, sums in tables:
        if sums[0] or name not in _ADDED:
            total.update(f"{name} {' '.join(map(str, sums))}\n".encode())
    return total.hexdigest()


def _fix_settings(connection: Connection) -> None:
    """Have values written in one way, whatever the session says, until its transaction ends."""
    for setting in ("timezone = 'UTC'", "datestyle = 'ISO, YMD'", "bytea_output = 'hex'", "extra_float_digits = 1"):
        connection.execute(text(f"SET LOCAL {setting}"))
