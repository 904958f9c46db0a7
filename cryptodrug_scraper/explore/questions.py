"""What is asked of the views: each question with its SQL, which the page shows, and its answer as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import literal_column, select, text
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.explore.answering import SECONDS
from cryptodrug_scraper.statements import with_values
from cryptodrug_scraper.store.refusal import reason_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine, Executable

    from cryptodrug_scraper.explore.facets import Facets, Sorted

__all__ = ["MOST_ROWS", "Table", "ask"]

MOST_ROWS = 500
"""Rows that a page shows; the CSV has all."""


@dataclass(frozen=True, slots=True)
class Table:
    """
    The answer to a question.

    Attributes:
        title: what the rows are.
        name: what the table is called in an address.
        names: the columns.
        rows: the rows.
        sql: what gives them, with the values in it: anybody can run it with ``cryptodrug query``.
        is_cut: whether there are more rows.
        empty: why there may be no rows.
        question: the SQL and its values by which all rows can be asked for; None where the rows were made otherwise.
        links: for each row, the columns that lead to the rows behind their values, with the path of these.
        sorted: how it is sorted, and can be; None where it cannot.
        facets: by what it can be narrowed; None where it cannot.
    """

    title: str
    name: str
    names: Sequence[str]
    rows: Sequence[Sequence[object]]
    sql: str
    is_cut: bool = False
    empty: str = ""
    question: tuple[str, Mapping[str, object] | None] | None = None
    links: Sequence[Mapping[str, str]] = ()
    sorted: Sorted | None = None
    facets: Facets | None = None

    @property
    def mappings(self) -> list[dict[str, Any]]:
        """The rows, each by the names of its columns."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]


def ask(
    engine: Engine,
    name: str,
    title: str,
    sql: str,
    values: Mapping[str, object],
    *,
    most: int | None = MOST_ROWS,
    empty: str = "",
) -> Table:
    """
    Ask the views, as the role of researchers, what this program wrote. What others wrote is asked with `asked_apart`.

    Args:
        engine: connections of that role.
        name: a short name for the table.
        title: what its rows are.
        sql: the question, with ``:names`` for its values.
        values: the values.
        most: how many rows are given.
        empty: why there may be no rows.

    Raises:
        StoreError: the database refuses it, or takes longer than a minute.
    """
    try:
        with engine.connect() as connection, connection.begin() as whole:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            connection.exec_driver_sql("SET LOCAL search_path = research, public")
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{SECONDS}s'")
            result = connection.execute(_bounded(sql, most), dict(values))
            rows = result.fetchall()
            names = [str(column) for column in result.keys()]  # noqa: SIM118  # it is no mapping
            whole.rollback()
    except DBAPIError as error:
        msg = f"the database refuses this: {reason_of(error)}"
        raise StoreError(msg) from error
    is_cut = most is not None and len(rows) > most
    shown = [tuple(row) for row in rows[:most]]
    return Table(title, name, names, shown, with_values(sql.strip(), values), is_cut, empty, (sql, values))


def _bounded(sql: str, most: int | None) -> Executable:
    """The question, of whose rows no more than one beyond those that are wanted are given."""
    asked = text(sql)
    if most is None:
        return asked
    return select(literal_column("*")).select_from(asked.columns().subquery("those")).limit(most + 1)
