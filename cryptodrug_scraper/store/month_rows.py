"""Which rows of which tables a month has, where they lie, and what they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, Text, cast, column, func, select, table, text, union

from cryptodrug_scraper.store.digest import sums_of
from cryptodrug_scraper.store.loading.partitions import SCHEMA, name_of
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.tables import KEYS, PARTITIONED, text_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy import Connection, TableClause

__all__ = ["COLUMNS_OF", "IN_COMMON", "THEIR_OWN", "fixed_form", "of_month", "rows_beside", "sums"]

_TABLES = Base.metadata.tables
COLUMNS_OF = {name: list(made.columns.keys()) for name, made in _TABLES.items()}
"""The columns of each table, in their order."""
THEIR_OWN = {"capture_origin": "capture_id", "superseded_run": "parse_run_id", "future_capture": "capture_id"}
"""Tables without months, the rows of which go with those of one: and the column that names these."""
IN_COMMON = ("text", "page_structure", "category_count", "exchange_rate")
"""Tables of what pages of several months may have in common: their rows stay, and are in the file besides."""
_SETTINGS = ("timezone = 'UTC'", "datestyle = 'ISO, YMD'", "bytea_output = 'hex'", "extra_float_digits = 1")


def fixed_form(connection: Connection) -> None:
    """Have values written in one form, whatever the settings of the server, until the transaction ends."""
    for setting in _SETTINGS:
        connection.execute(text(f"SET LOCAL {setting}"))


def of_month(name: str, month: date) -> TableClause:
    """Return the table that has the rows of one month."""
    return table(name_of(name, month), *map(column, COLUMNS_OF[name]), schema=SCHEMA)


def sums(connection: Connection, name: str, month: date, columns: Sequence[str]) -> list[str]:
    """Return the number of rows of a table's month, and what their values in some columns add up to."""
    made = of_month(name, month)
    row = func.row(*(made.c[each] for each in columns))
    return [str(value) for value in connection.execute(sums_of(select(cast(row, Text)).select_from(made))).one()]


def rows_beside(month: date) -> Iterator[tuple[str, Select[Any]]]:
    """Give the tables without months of which rows go with those of one, or are in common, and these rows."""
    runs = of_month("parse_run", month)
    for name, key in THEIR_OWN.items():
        named = of_month("parse_run" if key == "parse_run_id" else "capture", month)
        yield name, select(_TABLES[name]).where(_TABLES[name].c[key].in_(select(named.c[key])))
    digests = [
        select(of_month(each.table.name, month).c[each.name])
        for each in text_columns()
        if each.table.name in PARTITIONED
    ]
    yield "text", select(_TABLES["text"]).where(_TABLES["text"].c.sha256.in_(union(*digests)))
    for name in IN_COMMON[1:]:
        key = KEYS[name][0]
        yield name, select(_TABLES[name]).where(_TABLES[name].c[key].in_(select(runs.c[key])))
