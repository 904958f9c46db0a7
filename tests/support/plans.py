"""Which months a question looks into, as the server tells of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

__all__ = ["looked_into"]

_OF_MONTH = re.compile(r"_(\d{4}_\d{2}|unknown)$")


def looked_into(connection: Connection, sql: str) -> set[str]:
    """
    Ask a question, and return the months of the tables that were looked into, and ``unknown`` for what has no time.

    Args:
        connection: where it is asked.
        sql: a statement that EXPLAIN takes.
    """
    told = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}").scalar_one()
    return set(_months(told[0]["Plan"]))


def _months(plan: dict[str, Any]) -> Iterator[str]:
    found = _OF_MONTH.search(plan.get("Relation Name", ""))
    if found and plan["Actual Loops"]:
        yield found[1]
    for below in plan.get("Plans", ()):
        yield from _months(below)
