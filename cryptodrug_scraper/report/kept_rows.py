"""
Rows on which several questions of a report rest, asked once and put in the place of what gives them.

A question is shown as anybody may ask it. As it is run, rows that another one has asked for already stand where it
names a view or calls a function, with all their digits; so it gives the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from cryptodrug_scraper.report.ahead import Fetched

__all__ = ["KEPT", "put_in"]

KEPT = {
    "research.capture_quality": statement(__package__, "pages_by_day"),
    "research.country_share(:country, :definition, :attribution, :first_day, :last_day)": statement(
        __package__, "shares_by_month"
    ),
}
"""What is named or called, and the query that gives of it what the questions of a scope need."""

_TYPES = {
    16: "boolean",
    20: "bigint",
    23: "integer",
    25: "text",
    701: "double precision",
    1082: "date",
    1700: "numeric",
}
"""By the identifier of PostgreSQL's type (pg_type.oid)."""
_WITH = "WITH "


def put_in(sql: str, name: str, rows: Fetched) -> tuple[str, dict[str, list[object]]]:
    """
    Put rows in the place of what gives them.

    Args:
        sql: a query.
        name: as it stands in the query, one of `KEPT`.
        rows: what the query of `KEPT` gave.

    Returns:
        The query that is run, and the values that it takes besides those of the query.
    """
    description, known = rows
    values: dict[str, list[object]] = {
        f"kept_{number}": [row[number] for row in known] for number in range(len(description))
    }
    columns = ", ".join(column.name for column in description)
    arrays = ", ".join(
        f"CAST(:kept_{number} AS {_TYPES[column.type_code]}[])" for number, column in enumerate(description)
    )
    kept = f"WITH kept AS (SELECT * FROM unnest({arrays}) AS k ({columns}))"  # noqa: S608  # names and places of values
    rest = sql.strip().replace(name, "kept")
    return (f"{kept}, {rest[len(_WITH) :]}" if rest.startswith(_WITH) else f"{kept}\n{rest}"), values
