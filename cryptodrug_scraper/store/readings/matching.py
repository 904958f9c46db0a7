"""
Match the records of two readings of one capture, by the fields by which a person would match them.

Fields are taken from the models, so that a new column is compared by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import ColumnElement, Numeric, Select, Table, Text, Uuid, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, array

from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.base import MONTH, Observed
from cryptodrug_scraper.store.readings.reading_pairs import PAIR
from cryptodrug_scraper.store.tables import OF_MANY, PARTS

if TYPE_CHECKING:
    from sqlalchemy import FromClause, Subquery

__all__ = ["COMPARED", "NOT_COMPARED", "Matched", "as_text", "fields_of", "matched"]

COMPARED: dict[str, tuple[str, ...]] = {
    "parse_run": (),
    "parse_issue": ("code",),
    "site_observation": (),
    "page_total": ("listed_kind",),
    "fee": ("what", "coin"),
    "category_count": ("category_id",),
    "exchange_rate": ("base", "quote"),
    "listing_observation": ("listing_id", "seen_on"),
    "listing_price": ("currency",),
    "price_tier": ("min_quantity",),
    "shipping_option": ("label",),
    "listing_variant": ("name",),
    "listing_exclusion": ("code", "source"),
    "vendor_observation": ("vendor", "seen_on"),
    "vendor_counter": ("counter", "window_or_band"),
    "external_rating": ("external_market",),
    "review_observation": ("position",),
}
"""
What tells the rows of a page apart, for each table; of a part of a record, within the record. Rows that have all of it
in common are told apart by their order.
"""

NOT_COMPARED = {
    "text": "texts are compared where records name them",
    "review_list": "its ratings are compared",
    "page_structure": "it depends on the bytes alone",
    "capture": "it depends on the bytes and their source alone",
    "capture_origin": "it depends on no parser",
    "text_repair": "what was repaired is compared where records hold it",
}
"""The other tables, each with the reason why it is not compared."""

_PROVENANCE = {name for part in Observed.__mro__ for name in getattr(part, "__annotations__", {})}
"""Columns with the provenance of a row, which the page does not state."""

Side = Literal["old", "new"]


@dataclass(frozen=True, slots=True)
class Matched:
    """
    The rows of a table in both readings.

    Attributes:
        joined: the pairs of rows, with ``reading_pair``.
        old: the row of the older reading; all its columns are NULL where there is none.
        new: the row of the newer reading, likewise.
        fields: names of the columns to compare.
    """

    joined: FromClause
    old: Subquery
    new: Subquery
    fields: tuple[str, ...]

    @property
    def key(self) -> ColumnElement[list[str]]:
        """The values that identify the row on its page."""
        return func.coalesce(self.new.c.key, self.old.c.key)


def matched(name: str) -> Matched:
    """Match the rows of a table in the two readings of each pair."""
    table = Base.metadata.tables[name]
    fields = fields_of(table)
    old, new = (_side(table, side, fields).subquery(side) for side in ("old", "new"))
    both = old.join(new, (old.c.pair == new.c.pair) & (old.c.key == new.c.key), full=True)
    joined = both.join(PAIR, func.coalesce(new.c.pair, old.c.pair) == PAIR.c.pair)
    return Matched(joined, old, new, fields)


def as_text(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Return a value as text. Equal numbers have the same text."""
    if isinstance(column.type, Numeric):
        column = func.trim_scale(column)
    return cast(column, Text)


def fields_of(table: Table) -> tuple[str, ...]:
    """Return the columns that hold what a page says: all but ids, the key, and where the row comes from."""
    left_out = {*COMPARED[table.name], "parser_version", MONTH} | (set() if table.name == "parse_run" else _PROVENANCE)
    if table.name in PARTS:
        left_out.add(PARTS[table.name][1])
    return tuple(
        column.name for column in table.columns if column.name not in left_out and not isinstance(column.type, Uuid)
    )


def _side(table: Table, side: Side, fields: tuple[str, ...]) -> Select[Any]:
    """The rows of one reading: the pair that they are of, their key, and the fields."""
    whole = PARTS.get(table.name)
    own = [as_text(table.c[name]) for name in COMPARED[table.name]]
    own_key: ColumnElement[Any] = cast(array(own, type_=Text), ARRAY(Text))
    if whole is None:
        run = Base.metadata.tables["parse_run"] if table.name in OF_MANY else table
        origin: FromClause = PAIR.join(run, run.c.parse_run_id == PAIR.c[f"{side}_run"])
        if table is not run:
            name = OF_MANY[table.name]
            origin = origin.join(table, table.c[name] == run.c[name])
        pair: ColumnElement[int] = PAIR.c.pair
        apart: list[ColumnElement[Any]] = [pair, *own]
        key = own_key
    else:
        record, place = whole
        wholes = _side(Base.metadata.tables[record], side, ("parse_run_id", "ordinal")).subquery()
        of_whole = (table.c.parse_run_id == wholes.c.parse_run_id) & (table.c[place] == wholes.c.ordinal)
        origin = wholes.join(table, of_whole)
        pair = wholes.c.pair
        apart = [pair, wholes.c.key, *own]
        key = func.array_cat(wholes.c.key, own_key, type_=ARRAY(Text))
    if "ordinal" in table.c:
        number = func.row_number().over(partition_by=apart, order_by=table.c.ordinal)
        again = func.array_append(key, literal("#") + cast(number, Text), type_=ARRAY(Text))
        key = case((number > 1, again), else_=key)
    return select(pair.label("pair"), key.label("key"), *(table.c[name] for name in fields)).select_from(origin)
