"""
A question whose rows are narrowed and sorted further by its own columns, and counted by them.

What is added stands around its SQL, as anybody could write it: the database narrows and sorts, and gives the rows that
a page shows. Names and expressions of columns are the program's own, never a reader's; values are bound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Facet", "Order", "counted", "narrowed", "of_at_most", "ordered", "unordered"]

_LAST_ORDER = re.compile(r"\nORDER BY [^()]*\Z")


@dataclass(frozen=True, slots=True)
class Facet:
    """
    What rows are told apart by.

    Attributes:
        name: in addresses.
        label: what it is called.
        of: an expression over the columns of the answer; of several, such as the countries of a listing, an array.
        has_several: whether it is an array.
    """

    name: str
    label: str
    of: str
    has_several: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """
    How rows are sorted.

    Attributes:
        column: by which column.
        is_descending: whether the largest come first.
    """

    column: str
    is_descending: bool


def narrowed(
    sql: str, values: Mapping[str, object], chosen: Sequence[tuple[Facet, str]]
) -> tuple[str, dict[str, object]]:
    """Return a question and its values of which the rows have the chosen value of each facet; NULL has none."""
    if not chosen:
        return sql.strip(), dict(values)
    conditions = [
        f":of_{each.name} = ANY ({each.of})" if each.has_several else f"CAST({each.of} AS text) = :of_{each.name}"
        for each, _ in chosen
    ]
    wanted = {f"of_{each.name}": value for each, value in chosen}
    return f"SELECT * FROM (\n{sql.strip()}\n) those WHERE {' AND '.join(conditions)}", {**values, **wanted}  # noqa: S608


def ordered(sql: str, order: Order, keys: Sequence[str]) -> str:
    """Return a question whose rows are sorted; rows that are equal in that by the columns that tell them apart."""
    by = f'"{order.column}" {"DESC" if order.is_descending else "ASC"} NULLS LAST'
    beside = [f'"{key}"' for key in keys if key != order.column]
    # without OFFSET the server may sort all rows below a join, and not only keep the first ones
    return f"SELECT * FROM (\n{unordered(sql)}\nOFFSET 0) those ORDER BY {', '.join([by, *beside])}"  # noqa: S608


def unordered(sql: str) -> str:
    """Return a question without the order that it ends with, which rows need not have to be counted or sorted anew."""
    return _LAST_ORDER.sub("", sql.rstrip())


def of_at_most(sql: str, most: int) -> str:
    """Return a question for how many rows another has: if they are more than ``most``, for one more than these."""
    return f"SELECT count(*) AS rows FROM (SELECT 1 FROM (\n{unordered(sql)}\n) those LIMIT {most + 1}) counted"  # noqa: S608


def counted(sql: str, facets: Sequence[Facet], most: int | None) -> str:
    """
    Return a question for the counts of a question's rows by facets: the name of the facet, its value, and how many
    rows have it; without a name how many rows there are.

    Args:
        sql: the question.
        facets: what is counted by.
        most: of how many rows, and one more; None for all.
    """
    columns = ", ".join(f"{each.of} AS of_{number}" for number, each in enumerate(facets))
    bound = "" if most is None else f" LIMIT {most + 1}"
    rows = f"WITH counted AS MATERIALIZED (SELECT {columns} FROM (\n{unordered(sql)}\n) those{bound})"  # noqa: S608
    counts = ["SELECT NULL AS facet, NULL AS value, count(*) AS rows FROM counted"]
    for number, each in enumerate(facets):
        within = f" CROSS JOIN unnest(of_{number}) AS one" if each.has_several else ""
        value = "one" if each.has_several else f"of_{number}"
        found = f"SELECT '{each.name}', CAST({value} AS text), count(*) FROM counted{within}"  # noqa: S608
        counts.append(f"{found} WHERE {value} IS NOT NULL GROUP BY 2")
    return "\n".join([rows, "\nUNION ALL ".join(counts)])
