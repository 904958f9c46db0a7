"""
Menus of categories and tables of rates are stored once, whatever number of pages shows them.

The rows of a page's menu become a reference to the menu, and back: nothing that a page stated is lost either way.
"""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import op
from sqlalchemy import text

from cryptodrug_scraper.capture import ContentId
from cryptodrug_scraper.store.copyformat import encode_rows
from cryptodrug_scraper.store.rows.frame import menu_id, rate_table_id
from cryptodrug_scraper.store.scripts import research_script, run_script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from uuid import UUID

    from sqlalchemy import Connection, TextClause

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"
_AT_A_TIME = 5000
"""Rows that are fetched, and readings whose rows are written, at a time."""
_MENUS = text(
    "SELECT content, category_id, category_path, listing_count "
    "FROM menu_example JOIN category_count_of_page USING (parse_run_id) ORDER BY content, ordinal"
)
_RATE_TABLES = text(
    "SELECT content, base, quote, rate "
    "FROM rate_table_example JOIN exchange_rate_of_page USING (parse_run_id) ORDER BY content, ordinal"
)


def upgrade() -> None:
    """Make the tables, move what the pages' own rows say into them, and drop those."""
    connection = op.get_bind()
    _run("0010_up_1")
    _copy(connection, "menu_name", _named(connection, _MENUS, menu_id))
    _copy(connection, "rate_table_name", _named(connection, _RATE_TABLES, rate_table_id))
    _run("0010_up_2")
    run_script(connection, research_script("0010_1_frame"))


def downgrade() -> None:
    """
    Give each page rows of its own again, with the identifiers and places that they had: after the record of the site,
    categories and then rates, as the readers of this distribution give them.
    """
    connection = op.get_bind()
    _run("0010_down_1")
    places = connection.execute(text("SELECT * FROM frame_place"), execution_options={"yield_per": _AT_A_TIME})
    for some in places.partitions():
        _copy(connection, "frame_row", [row for place in some for row in _rows_of(*place)])
    first = (_SQL / "0001_site.sql").read_text(encoding="utf-8")
    run_script(connection, first[first.index("CREATE TABLE category_count") : first.index("CREATE TABLE site_")])
    _run("0010_down_2")


def _run(name: str) -> None:
    run_script(op.get_bind(), (_SQL / f"{name}.sql").read_text(encoding="utf-8"))


def _named(
    connection: Connection, examples: TextClause, id_of: Callable[[list[Any]], UUID]
) -> list[tuple[bytes, UUID]]:
    """Name each distinct content by what its rows say; the rows come sorted by content."""
    rows = connection.execute(examples, execution_options={"yield_per": _AT_A_TIME})
    return [(bytes(content), id_of([row[1:] for row in some])) for content, some in groupby(rows, key=itemgetter(0))]


def _rows_of(run: UUID, first: int, categories: int, rates: int) -> Iterator[tuple[object, ...]]:
    """Name the rows that a page had: its categories from a place among its records, and then its rates."""
    for record, count, start in (("category", categories, first), ("exchange_rate", rates, first + categories)):
        begun = ContentId(run.bytes, record)
        for place in range(count):
            yield record, begun.with_number(start + place), run, place, start + place


def _copy(connection: Connection, table: str, rows: Sequence[Sequence[object]]) -> None:
    with closing(connection.connection.cursor()) as cursor:
        cursor.copy_expert(f"COPY {table} FROM STDIN", BytesIO(encode_rows(rows)))
