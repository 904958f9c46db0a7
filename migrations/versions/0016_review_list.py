"""
A list of ratings that captures of a month repeat unchanged is stored once, whichever parser version read it.

The rows of a page's ratings become a reference to their list, and back: nothing that a page stated is lost either way.
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

from cryptodrug_scraper.store.copyformat import encode_rows
from cryptodrug_scraper.store.loading.batch import lists_of
from cryptodrug_scraper.store.scripts import research_script, run_script

if TYPE_CHECKING:
    from collections.abc import Sequence

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"
_AT_A_TIME = 20_000
"""Rows that are fetched at a time, from which lists are named."""
_RATINGS = text(
    "SELECT parse_run_id, captured_at, ordinal, position, occurred_from, occurred_to, vendor, listing_id, "
    "listing_title, stars, sign, comment_sha256, is_default_comment, buyer_mask, amount, amount_currency, amount_step, "
    "amount_step_currency, age_raw, reply_sha256, empty_fields "
    "FROM leaving.review_observation ORDER BY parse_run_id, ordinal"
)


def upgrade() -> None:
    """Make the tables, name the lists by what their rows say, and keep the rows of each once."""
    op.execute("SET LOCAL timezone = 'UTC'")  # months are read as the server writes them
    for name in ("0016_up_1", "0011_move", "0016_up_2"):
        _run(name)
    _name_lists()
    _run("0016_up_3")
    run_script(op.get_bind(), research_script("0016_1_review"))
    _run("0011_drop")


def downgrade() -> None:
    """Give each page rows of its own again."""
    op.execute("SET LOCAL timezone = 'UTC'")
    for name in ("0016_down_1", "0011_move", "0016_down_2", "0011_months", "0016_down_3", "0011_drop", "0016_down_4"):
        _run(name)


def _run(name: str) -> None:
    run_script(op.get_bind(), (_SQL / f"{name}.sql").read_text(encoding="utf-8"))


def _name_lists() -> None:
    """Name the list of each reading that has one."""
    connection = op.get_bind()
    rows = connection.execute(_RATINGS, execution_options={"yield_per": _AT_A_TIME})
    readings: list[list[Any]] = []
    for _, some in groupby(rows, key=itemgetter(0)):
        readings.append(list(some))
        if sum(map(len, readings)) >= _AT_A_TIME:
            _write(readings)
            readings = []
    _write(readings)


def _write(readings: Sequence[Sequence[Any]]) -> None:
    ratings = [tuple(map(_plain, row[2:])) for rows in readings for row in rows]
    named = lists_of([(rows[0][1], len(rows)) for rows in readings], ratings) if readings else ()
    found = [(rows[0][0], rows[0][1], name, month) for rows, (name, month, _) in zip(readings, named, strict=True)]
    with closing(op.get_bind().connection.cursor()) as cursor:
        cursor.copy_expert("COPY reading_list FROM STDIN", BytesIO(encode_rows(found) if found else b""))


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value
