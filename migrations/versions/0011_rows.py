"""
Rows hold what a page states of a record, and no more: neither what its reading says, nor identifiers, nor a part twice.

The rows go to new tables, and back, with the identifiers that they had: nothing that a page stated is lost either way.
"""

from __future__ import annotations

import re
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import op
from sqlalchemy import text

from cryptodrug_scraper.capture import ContentId
from cryptodrug_scraper.store.copyformat import encode_rows
from cryptodrug_scraper.store.scripts import research_script, run_script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"
_AT_A_TIME = 20_000
"""Rows whose identifiers are made at a time."""
_RECORDS = {
    "listing_observation": "listing",
    "vendor_observation": "vendor",
    "review_observation": "review",
    "page_total": "page_total",
    "site_observation": "site",
}
"""The tables whose rows had identifiers, and the word that these were made with."""
_VIEWS = {
    "listing_snapshot": "0006_1_class_source",
    "listings_between": "0006_1_class_source",
    "listing_origin": "0002_2_listing",
    "listing_destination": "0002_2_listing",
    "vendor_snapshot": "0002_3_vendor",
    "vendors_between": "0002_3_vendor",
    "vendor_counter": "0002_3_vendor",
    "vendor_trade": "0008_1_vendor",
    "review": "0002_4_page",
}
"""The views and functions that there were, and the scripts that made them."""


def upgrade() -> None:
    """Make the tables and views, move into them what is not said elsewhere, and drop those that were."""
    for name in ("0011_up_1", "0011_move", "0011_page", "0011_listing", "0011_vendor", "0011_months", "0011_up_2"):
        _run(name)
    run_script(op.get_bind(), research_script("0011_1_rows"))
    _run("0011_drop")


def downgrade() -> None:
    """Make the tables as they were, and fill them with what the rows say and what follows from it."""
    for name in ("0011_down_1", "0011_move"):
        _run(name)
    for table, record in _RECORDS.items():
        _name_rows(table, record)
    for name in ("0001_listing", "0001_vendor", "0001_review", "0006_class_source", "0008_vendor"):
        _run(name)
    _run_part("0001_capture", "CREATE TABLE parse_issue", "CREATE TABLE text (")
    _run_part("0001_site", "CREATE TABLE page_total", "CREATE TABLE category_count")
    _run_part("0001_site", "CREATE TABLE site_observation", "")
    for name in ("0011_months", "0011_down_2", "0011_down_3"):
        _run(name)
    for name, script in _VIEWS.items():
        run_script(op.get_bind(), _statement(research_script(script), f"research.{name}"))
    _run("0011_drop")
    op.execute("ALTER TABLE parse_run DROP COLUMN time_precision")
    op.execute("DROP FUNCTION row_id(uuid, integer, integer)")


def _run(name: str) -> None:
    run_script(op.get_bind(), _read(name))


def _run_part(name: str, start: str, end: str) -> None:
    """Run the statements of a script from one that begins so to one that begins so, itself left out."""
    script = _read(name)
    first = script.index(start)
    run_script(op.get_bind(), script[first : script.index(end, first + 1) if end else None])


def _read(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _statement(script: str, name: str) -> str:
    """The statement of a script that makes a view or function, as one that replaces it: comments and rights stay."""
    start = re.search(rf"^CREATE (?:OR REPLACE )?(?:VIEW|FUNCTION) {re.escape(name)}\b", script, re.MULTILINE)
    if start is None:
        raise LookupError(name)
    end = script.index("\nEND;" if "FUNCTION" in start[0] else ";\n", start.end())
    rest = script[start.end() : script.index("\n", end + 1)]
    return f"CREATE OR REPLACE {start[0].split()[-2]} {name}{rest}"


def _name_rows(table: str, record: str) -> None:
    """Compute the identifiers that the rows of a table had."""
    connection = op.get_bind()
    places = connection.execute(
        text(f"SELECT parse_run_id, ordinal FROM leaving.{table} ORDER BY parse_run_id"),  # noqa: S608  # our own name
        execution_options={"yield_per": _AT_A_TIME},
    )
    for some in places.partitions():
        rows = [(record, *named) for named in _named(record, some)]
        with closing(connection.connection.cursor()) as cursor:
            cursor.copy_expert("COPY row_name FROM STDIN", BytesIO(encode_rows(rows)))


def _named(record: str, places: Iterable[Any]) -> Iterator[tuple[UUID, int, UUID]]:
    run, begun = None, None
    for reading, ordinal in places:
        if begun is None or reading != run:
            run, begun = reading, ContentId(reading.bytes, record)
        yield reading, ordinal, begun.with_number(ordinal)
