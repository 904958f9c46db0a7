"""
What the bounds of the measures left out of a part of a derivation, in words and numbers.

One page can show thousands of ratings, names or prices that are alike; measures hold each against a bounded number of
others. Where a bound was reached, the part keeps how much it left out, and `cryptodrug derive` tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.statements import numbered, statement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from adbc_driver_postgresql.dbapi import Connection

__all__ = ["LEFT_OUT", "left_out", "left_out_of", "told"]

LEFT_OUT = "left_out"
"""The name under which what is computed of a part has it, beside the tables."""
_KEPT = statement(__package__, "left_out")
_WORDS = {
    "edits": "pairs of ratings that may be one before and after an edit",
    "listings": "ratings of which more listings fit than are told apart",
    "parts": "prices by quantity and ways of delivery of listings with more than are tried",
    "coins": "coins that pages print rates of",
    "chained": "accounts in chains of keys, of which only those that are linked themselves count as of one owner",
}


def left_out(**counts: int) -> pl.DataFrame:
    """
    Return what was left out: ``what`` (one of the measures' bounds) and ``count``, no row where nothing was.

    Args:
        counts: by bound: ``edits``, ``listings``, ``parts``, ``coins``, ``chained``.
    """
    rows = [(what, count) for what, count in counts.items() if count]
    return pl.DataFrame(rows, schema={"what": pl.String, "count": pl.Int64}, orient="row")


def left_out_of(connection: Connection, parts: Mapping[str, UUID]) -> dict[str, dict[str, int]]:
    """
    Return what the bounds left out of parts that are there, by the part's name and what it is.

    Args:
        connection: of the database, by ADBC.
        parts: their identifiers, by name.
    """
    found = {}
    for name, part_id in parts.items():
        sql, values = numbered(_KEPT, {"part": str(part_id)})
        rows = pl.read_database(sql, connection, execute_options={"parameters": values})
        if rows.height:
            found[name] = dict(rows.iter_rows())
    return found


def told(what: str, count: int) -> str:
    """Describe what was left out."""
    return f"left out: {count} {_WORDS[what]}"
