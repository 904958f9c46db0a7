"""Compute one hash of everything that the pages stated, or of all that was derived of it, to compare two databases."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import Numeric, Text, cast, column, func, literal_column, select, table, text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.base import SINCE
from cryptodrug_scraper.store.models.derived import DerivedBase
from cryptodrug_scraper.store.tables import LOADED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table

__all__ = ["derived_digest", "digest", "observed_sums"]

_APART = frozenset({"capture_origin"})
"""Tables left out: the places of bytes differ between a folder and an archive of the same pages."""
_CURRENT_PART = table("current_part", column("part_id"), schema="derived")
_CURRENT = text("SELECT count(*) FROM derived.derive_run WHERE is_current")


def digest(connection: Connection) -> str:
    """
    Return a SHA-256 digest, in hexadecimal, of the observed rows of every table.

    Rows are hashed one by one and added up, so that neither the order of loading nor that of reading matters, and no
    table is held in memory. The session's own settings do not matter either: they are fixed while it runs. A column
    that a later revision added changes the digest of no rows that say nothing there.
    """
    return _of(connection, ((name, observed_sums(name)) for name in sorted(set(LOADED) - _APART)))


def observed_sums(name: str) -> Select[Any]:
    """
    Return the query for the number of rows of a table of what pages stated, and for sums of their hashes.

    Columns that later revisions added stand last, and the last of them count as far as a row says something there.
    """
    row: ColumnElement[Any] = cast(literal_column("t"), Text)
    if added := sum(bool(each.info.get(SINCE)) for each in Base.metadata.tables[name].columns):
        row = func.regexp_replace(row, rf",{{0,{added}}}\)$", ")")
    return _sums(row, table(name).alias("t"))


def derived_digest(connection: Connection) -> str:
    """
    Return a SHA-256 digest, in hexadecimal, of all rows of the current derivation, whatever parts it is made of.

    Parts, versions and clocks are left out: another version of the measures that gives the same rows has the same
    digest. A row that names a statement of a page does so by its identifier, which the version of the parser decides
    on, as in `digest`. Findings are left out: they are summed from these rows by SQL, in any order. So are codes and
    values of reasons: the sentence beside them says the same, and release 0.2.0 kept it alone.

    Raises:
        StoreError: nothing was derived.
    """
    sums = []
    for name, made in sorted(DerivedBase.metadata.tables.items()):
        if "part_id" in made.c and made.name not in {"part", "run_part"}:
            told = (each for each in made.c if each.name != "part_id" and not _is_beside_its_sentence(each.name, made))
            row = func.row(*told)
            joined = made.join(_CURRENT_PART, made.c.part_id == _CURRENT_PART.c.part_id)
            sums.append((name, _sums(row, joined)))
    if not connection.execute(_CURRENT).scalar_one():
        msg = "nothing was derived in this database: run cryptodrug derive first"
        raise StoreError(msg)
    connection.rollback()
    return _of(connection, sums)


def _sums(row: ColumnElement[Any], rows: FromClause) -> Select[Any]:
    hashed = select(func.md5(cast(row, Text)).label("hash")).select_from(rows).subquery("hashed")
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
            total.update(f"{name} {' '.join(map(str, row))}\n".encode())
    return total.hexdigest()
