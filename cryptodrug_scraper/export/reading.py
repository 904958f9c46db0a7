"""Read what is exported, as columns, and treat it as its readers require."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from psycopg2 import Error
from sqlalchemy import text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.export.pseudonyms import pseudonyms
from cryptodrug_scraper.export.scrub import scrubbed
from cryptodrug_scraper.export.selection import Selection, Tier, condition
from cryptodrug_scraper.export.table import Field, Table, kind_of, ordered
from cryptodrug_scraper.export.treatment import Treatment, treatment_of
from cryptodrug_scraper.export.views import VIEWS, View
from cryptodrug_scraper.statements import for_driver
from cryptodrug_scraper.store.columns import ROWS, as_text, columns_of
from cryptodrug_scraper.store.refusal import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

__all__ = ["columns", "read_view", "treated", "views_of"]

_COMMENTS = text(
    "SELECT a.attname, coalesce(col_description(a.attrelid, a.attnum), '') FROM pg_attribute a "
    "WHERE a.attrelid = to_regclass(:view) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
)
_ROWS = "SELECT * FROM {view} WHERE {condition}"
_COMMENT = text("SELECT coalesce(obj_description(to_regclass(:view)), '')")
_THERE = text("SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('research') AND relkind = 'v'")


def views_of(connection: Connection, selection: Selection) -> list[View]:
    """
    Return the views that are exported.

    Raises:
        StoreError: one that is named does not exist, or cannot be exported.
    """
    there = set(connection.execute(_THERE).scalars())
    unknown = [name for name in selection.views if name not in there or name not in VIEWS]
    if unknown:
        known = ", ".join(name for name in VIEWS if name in there)
        msg = f"there is no view {', '.join(unknown)} to export: choose of {known}"
        raise StoreError(msg)
    wanted = [view for view in VIEWS.values() if view.name in there]
    return [view for view in wanted if (view.name in selection.views if selection.views else not view.is_asked_for)]


def read_view(connection: Connection, view: View, selection: Selection, key: bytes | None) -> Table:
    """
    Read the rows of a view that are selected.

    Args:
        connection: to the database.
        view: what is read.
        selection: which rows, and for whom.
        key: of the pseudonyms; None for an export that identifies people.
    """
    name = f"research.{view.name}"
    where, parameters = condition(view, selection)
    frame = columns(connection, _ROWS.format(view=name, condition=where), parameters)
    comments = connection.execute(_COMMENTS, {"view": name})
    meanings: dict[str, str] = {row[0]: row[1] for row in comments}
    meaning = str(connection.execute(_COMMENT, {"view": name}).scalar_one())
    return treated(Table(view.name, meaning, _fields(frame, meanings), view.key, frame), selection.tier, key)


def treated(table: Table, tier: Tier, key: bytes | None) -> Table:
    """
    Return a table as those may see it whom it is for.

    Args:
        table: one whose fields are treated as nothing yet.
        tier: for whom.
        key: of the pseudonyms, where there are any.
    """
    if tier is Tier.IDENTIFIED:
        frame = table.frame.with_columns(scrubbed(series) for series in table.frame)
        return Table(table.name, table.meaning, table.fields, table.key, ordered(frame, table.key))
    fields, columns_, withheld = [], [], []
    for field in table.fields:
        treatment, how = treatment_of(field.name, field.kind)
        if treatment is Treatment.WITHHOLD or (how is not None and tier is Tier.PUBLIC):
            withheld.append(field.name)
            continue
        series = table.frame[field.name]
        said = treatment.value
        if how is not None and key is not None:
            markets = None if how.of_market is None else table.frame[how.of_market]
            series = pseudonyms(series, markets, how, key)
            said = f"{treatment.value} of a {how.kind}" + (f" within {how.of_market}" if how.of_market else "")
        fields.append(Field(field.name, field.kind, field.meaning, said))
        columns_.append(series)
    names = {field.name for field in fields}
    unique = table.key if names.issuperset(table.key) else ()
    return Table(
        table.name, table.meaning, tuple(fields), unique, ordered(pl.DataFrame(columns_), unique), tuple(withheld)
    )


def columns(connection: Connection, sql: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
    """
    Return what SQL gives as columns. It is read bit by bit, by a cursor of the server.

    Args:
        connection: to the database.
        sql: with ``:name`` where a value is bound.
        parameters: the values, by their names.

    Raises:
        StoreError: the database refuses it.
    """
    raw: Any = connection.connection
    values = parameters or {}
    with raw.cursor("export") as cursor:
        as_text(cursor)
        try:
            cursor.execute(for_driver(sql, values), values)
            first = cursor.fetchmany(ROWS)
        except Error as error:
            msg = f"the database refuses what is exported: {reason_of(error)}; is it of this version?"
            raise StoreError(msg) from error
        return columns_of(cursor.description, _batches(cursor, first))


def _batches(cursor: Any, rows: Sequence[Sequence[object]]) -> Iterator[Sequence[Sequence[object]]]:  # noqa: ANN401  # psycopg2's
    while rows:
        yield rows
        rows = cursor.fetchmany(ROWS)


def _fields(frame: pl.DataFrame, meanings: Mapping[str, str]) -> tuple[Field, ...]:
    return tuple(
        Field(series.name, kind_of(series.dtype), meanings.get(series.name, ""), Treatment.KEEP.value)
        for series in frame
    )
