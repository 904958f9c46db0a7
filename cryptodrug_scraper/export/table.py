"""A table of a package: its rows, and what its columns are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Field", "Table", "kind_of", "ordered"]


@dataclass(frozen=True, slots=True)
class Field:
    """
    A column.

    Attributes:
        name: its name.
        kind: its type, as in a table schema of Frictionless.
        meaning: what it says, from the comment in the database.
        treatment: what was done to it: kept, pseudonym of a vendor, and so on.
    """

    name: str
    kind: str
    meaning: str
    treatment: str


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table.

    Attributes:
        name: its name.
        meaning: its grain and what it holds.
        fields: its columns.
        key: those that tell its rows apart.
        frame: its rows.
        withheld: columns that are left out, since they may identify somebody.
    """

    name: str
    meaning: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    frame: pl.DataFrame
    withheld: tuple[str, ...] = ()


def kind_of(kind: pl.DataType) -> str:
    """The type of a column, as in a table schema of Frictionless."""
    if isinstance(kind, pl.List):
        return "array"
    if kind == pl.Boolean:
        return "boolean"
    if kind.is_integer():
        return "integer"
    if kind.is_float() or kind.is_decimal():
        return "number"
    if kind == pl.Date:
        return "date"
    return "datetime" if isinstance(kind, pl.Datetime) else "string"


def ordered(frame: pl.DataFrame, key: Sequence[str] = ()) -> pl.DataFrame:
    """
    Sort rows by the columns of a key, then by all others: the same rows give the same bytes, and what a database orders
    by handles is not ordered by them any more.
    """
    others = [name for name in frame.columns if name not in key]
    by = [
        pl.col(name).list.eval(pl.element().cast(pl.String)).list.join("\x1f", ignore_nulls=False)
        if isinstance(frame.schema[name], pl.List)
        else pl.col(name)
        for name in (*key, *others)
    ]
    return frame.sort(by, nulls_last=True) if by else frame
