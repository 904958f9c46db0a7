"""Bring the columns that measures give into the form of the derived tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import polars as pl

from cryptodrug_scraper.store.models.derived import DerivedBase

if TYPE_CHECKING:
    from sqlalchemy import Table

__all__ = ["ROW_TABLES", "as_table", "schema_of"]

_TYPES: dict[type[Any], Any] = {
    bool: pl.Boolean,
    bytes: pl.Binary,
    date: pl.Date,
    datetime: pl.Datetime("us", "UTC"),
    float: pl.Float64,
    int: pl.Int64,
    list: pl.List(pl.String),
    object: pl.String,  # JSON
    str: pl.String,
    UUID: pl.Binary,
}

_FIGURES = 10
"""
Significant figures that are kept of an estimate: more than any is worth, and few enough that the order in which the
threads of a machine add numbers up, which changes their last bits, changes no row.
"""

ROW_TABLES: dict[str, Table] = {
    table.name: table
    for table in DerivedBase.metadata.sorted_tables
    if table.name not in {"derive_run", "finding", "part", "run_part"}
}
"""The tables that hold what is derived, by their names without schema, each of whose rows belongs to a part."""


def schema_of(table: str) -> dict[str, Any]:
    """
    Return the columns of a derived table with their types in polars, without ``part_id``; identifiers are 16 bytes.

    Args:
        table: one of `ROW_TABLES`.
    """
    columns = ROW_TABLES[table].columns
    return {column.name: _TYPES[column.type.python_type] for column in columns if column.name != "part_id"}


def as_table(table: str, part: UUID, rows: pl.DataFrame) -> pl.DataFrame:
    """
    Return rows with the columns of a derived table, in its order and types, numbers to ten significant figures.

    Args:
        table: one of `ROW_TABLES`.
        part: the part that they belong to.
        rows: what a measure gives; columns that the table has not are left out.

    Raises:
        ValueError: a column is missing, or one that is never NULL holds a null: the measure is at fault.
    """
    schema = schema_of(table)
    missing = [name for name in schema if name not in rows.columns]
    if missing:
        msg = f"the rows of {table} lack the columns {', '.join(missing)}"
        raise ValueError(msg)
    typed = rows.select(pl.col(name).cast(kind) for name, kind in schema.items())
    typed = typed.with_columns(pl.col(pl.Float64).round_sig_figs(_FIGURES))
    empty = [
        column.name
        for column in ROW_TABLES[table].columns
        if not column.nullable and column.name in schema and typed[column.name].null_count()
    ]
    if empty:
        msg = f"the rows of {table} have nulls in {', '.join(empty)}, which is never unknown"
        raise ValueError(msg)
    return typed.select(pl.lit(part.bytes).alias("part_id"), pl.all())
