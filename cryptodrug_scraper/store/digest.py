"""Compute one hash of everything that the pages stated, to compare two databases."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.store.tables import LOADED

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["digest"]

_APART = frozenset({"capture_origin"})
"""Tables left out: the places of bytes differ between a folder and an archive of the same pages."""
_SUM = """
    SELECT count(*), sum(('x' || left(hash, 16))::bit(64)::bigint), sum(('x' || right(hash, 16))::bit(64)::bigint)
    FROM (SELECT md5(t::text) AS hash FROM {table} t) AS hashed
"""


def digest(connection: Connection) -> str:
    """
    Return a SHA-256 digest, in hexadecimal, of the observed rows of every table.

    Rows are hashed one by one and added up, so that neither the order of loading nor that of reading matters, and no
    table is held in memory. The session's own settings do not matter either: they are fixed while it runs.
    """
    total = hashlib.sha256()
    with connection.begin():
        for setting in ("timezone = 'UTC'", "datestyle = 'ISO, YMD'", "bytea_output = 'hex'", "extra_float_digits = 1"):
            connection.execute(text(f"SET LOCAL {setting}"))
        for table in sorted(set(LOADED) - _APART):
            row = connection.execute(text(_SUM.format(table=table))).one()
            total.update(f"{table} {' '.join(map(str, row))}\n".encode())
    return total.hexdigest()
