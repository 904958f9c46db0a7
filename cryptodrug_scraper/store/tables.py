"""The tables that a page is loaded into: their columns, and the order in which they are written."""

from __future__ import annotations

from sqlalchemy import Table, UniqueConstraint

from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.base import PARTITION_KEY

__all__ = ["COLUMNS", "KEYS", "LOADED", "OF_MANY", "PARTITIONED", "PARTS", "SHARED"]

OF_MANY = {"page_structure": "structure_id", "category_count": "menu_id", "exchange_rate": "rate_table_id"}
"""Tables of what many readings have in common, and the column by which ``parse_run`` refers to their rows."""

SHARED = ("parse_run", "text", *OF_MANY, "capture", "capture_origin")
"""Tables whose rows may exist already although the page is new."""

LOADED = (
    *SHARED,
    *("text_repair", "parse_issue", "site_observation", "page_total"),
    *("listing_observation", "listing_price", "price_tier", "shipping_option", "listing_exclusion"),
    *("vendor_observation", "vendor_counter", "external_rating", "review_observation"),
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


COLUMNS = {name: tuple(Base.metadata.tables[name].columns.keys()) for name in LOADED}
"""The columns of each loaded table, in the order of the rows that `rows_of` makes."""

KEYS = {name: _key(Base.metadata.tables[name]) for name in SHARED}
"""The key columns of each table whose rows may exist already."""

PARTITIONED = tuple(name for name in LOADED if PARTITION_KEY in COLUMNS[name])
"""The loaded tables that are partitioned by month."""
