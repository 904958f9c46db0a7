"""The tables that a page is loaded into: their columns, and the order in which they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, UniqueConstraint, select

from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.base import MONTH, PARTITION_KEY

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Column, FromClause, Select

__all__ = [
    "COLUMNS",
    "KEYS",
    "LISTED",
    "LIST_KEY",
    "LOADED",
    "OF_MANY",
    "PARTITIONED",
    "PARTS",
    "SHARED",
    "beside_readings",
    "of_readings",
    "text_columns",
]

_RUN = Base.metadata.tables["parse_run"]

LISTED = "review_observation"
"""The table of what stands in lists of ratings: its rows come with their list in ``review_list``, or not at all."""

LIST_KEY = (MONTH, "review_list_id")
"""What names a list of ratings. A batch puts it before the columns of each rating, since it is made of all of them."""

OF_MANY = {
    "page_structure": "structure_id",
    "category_count": "menu_id",
    "exchange_rate": "rate_table_id",
    "review_list": "review_list_id",
    LISTED: "review_list_id",
}
"""Tables of what many readings have in common, and the column by which ``parse_run`` refers to their rows."""

SHARED = ("parse_run", "text", *(name for name in OF_MANY if name != LISTED), "capture", "capture_origin")
"""Tables whose rows may exist already although the page is new."""

LOADED = (
    *SHARED,
    *("text_repair", "parse_issue", "site_observation", "page_total", "fee"),
    *("listing_observation", "listing_price", "price_tier", "shipping_option", "listing_variant", "listing_exclusion"),
    *("vendor_observation", "vendor_counter", "external_rating", LISTED),
)
"""
Every table that a page has rows in, in the order of writing, which is the same for every loader.

``parse_run`` comes first: who adds a row there adds all the page's rows, and whoever has the same page waits for that.
"""


PARTS = {
    name: (record, column)
    for record, column in (("listing_observation", "listing_ordinal"), ("vendor_observation", "vendor_ordinal"))
    for name, table in Base.metadata.tables.items()
    if column in table.columns
}
"""
The tables whose rows are parts of a record: the table of the record, and the column with its place on the page. Of both
``parse_run_id`` is the same.
"""


def _key(table: Table) -> tuple[str, ...]:
    unique = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    return tuple((unique[0] if unique else table.primary_key).columns.keys())


COLUMNS = {
    name: tuple(
        column.name for column in Base.metadata.tables[name].columns if name != LISTED or column.name not in LIST_KEY
    )
    for name in LOADED
}
"""The columns of each loaded table, in the order of the rows that `rows_of` makes."""

KEYS = {name: _key(Base.metadata.tables[name]) for name in SHARED}
"""The key columns of each table whose rows may exist already."""

PARTITIONED = tuple(name for name in LOADED if {PARTITION_KEY, MONTH} & set(Base.metadata.tables[name].columns.keys()))
"""The loaded tables that are partitioned by month."""


def beside_readings(table: Table) -> FromClause:
    """Return a table of what pages state, joined with the readings that state it: to one, or, of ``OF_MANY``, many."""
    if table.name in OF_MANY:
        column = OF_MANY[table.name]
        return table.join(_RUN, _RUN.c[column] == table.c[column])
    return table.join(_RUN, (_RUN.c.parse_run_id == table.c.parse_run_id) & (_RUN.c.captured_at == table.c.captured_at))


def of_readings(table: Table) -> tuple[Select[Any], Column[UUID]]:
    """
    Return a query of the records in a table, each with the instant and the identifier of the reading that states it,
    and the column of the latter, to ask for some. A rating in a list is there for each reading that has the list.
    """
    if table.name != LISTED:
        return select(table), table.c.parse_run_id
    said = [column for column in table.c if column.name not in LIST_KEY]
    query = select(_RUN.c.captured_at, _RUN.c.parse_run_id, *said).select_from(beside_readings(table))
    return query, _RUN.c.parse_run_id


def text_columns() -> list[Column[bytes]]:
    """Return the columns of tables of what pages state that refer to a long text."""
    return [
        column
        for table in Base.metadata.tables.values()
        if "parse_run_id" in table.c or table.name in OF_MANY
        for column in table.c
        if column.name == "sha256" or column.name.endswith("_sha256")
    ]
