"""Compute one hash of everything that the pages stated, or of all that was derived of it, to compare two databases."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.models.derived import DerivedBase
from cryptodrug_scraper.store.tables import LOADED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Table

__all__ = ["derived_digest", "digest"]

_APART = frozenset({"capture_origin"})
"""Tables left out: the places of bytes differ between a folder and an archive of the same pages."""
_SUM = """
    SELECT count(*), sum(('x' || left(hash, 16))::bit(64)::bigint), sum(('x' || right(hash, 16))::bit(64)::bigint)
    FROM ({hashes}) AS hashed
"""
_OBSERVED = "SELECT md5(t::text) AS hash FROM {table} t"
_DERIVED = "SELECT md5(ROW({columns})::text) AS hash FROM {table} t JOIN derived.current_part USING (part_id)"
_CURRENT = text("SELECT count(*) FROM derived.derive_run WHERE is_current")


def digest(connection: Connection) -> str:
    """
    Return a SHA-256 digest, in hexadecimal, of the observed rows of every table.

    Rows are hashed one by one and added up, so that neither the order of loading nor that of reading matters, and no
    table is held in memory. The session's own settings do not matter either: they are fixed while it runs.
    """
    return _of(connection, ((table, _OBSERVED.format(table=table)) for table in sorted(set(LOADED) - _APART)))


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
    hashes = []
    for name, table in sorted(DerivedBase.metadata.tables.items()):
        if "part_id" in table.c and table.name not in {"part", "run_part"}:
            names = [name for name in table.c.keys() if name != "part_id" and not _is_beside_its_sentence(name, table)]  # noqa: SIM118
            columns = ", ".join(f't."{name}"' for name in names)
            hashes.append((name, _DERIVED.format(table=name, columns=columns)))
    if not connection.execute(_CURRENT).scalar_one():
        msg = "nothing was derived in this database: run cryptodrug derive first"
        raise StoreError(msg)
    connection.rollback()
    return _of(connection, hashes)


def _is_beside_its_sentence(name: str, table: Table) -> bool:
    of, _, kind = name.rpartition("_")
    return kind in {"code", "values"} and of in table.c


def _of(connection: Connection, hashes: Iterable[tuple[str, str]]) -> str:
    """The digest of tables, each with the query that gives one hash for each row of it."""
    total = hashlib.sha256()
    with connection.begin():
        for setting in ("timezone = 'UTC'", "datestyle = 'ISO, YMD'", "bytea_output = 'hex'", "extra_float_digits = 1"):
            connection.execute(text(f"SET LOCAL {setting}"))
        for table, query in hashes:
            row = connection.execute(text(_SUM.format(hashes=query))).one()
            total.update(f"{table} {' '.join(map(str, row))}\n".encode())
    return total.hexdigest()
