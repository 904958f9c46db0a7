"""A page is its bytes and its time by its source; readings have their own instants; and whose reading is shown."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"
_OF_READINGS = (
    *("parse_issue", "text_repair", "page_total", "site_observation"),
    *("listing_observation", "listing_price", "price_tier", "shipping_option", "listing_exclusion"),
    *("vendor_observation", "vendor_counter", "external_rating"),
)
"""The tables whose rows have the instant of their reading."""


def upgrade() -> None:
    """Leave one row of each page, and show what the newest parser of each market has read."""
    run_script(op.get_bind(), (_SQL / "0103_reading.sql").read_text(encoding="utf-8"))
    _say_where_instants_are("parse_run")


def downgrade() -> None:
    """Make a row of each page and instant again, and show the newest reading of each page; who chose what goes."""
    run_script(op.get_bind(), (_SQL / "0103_instant.sql").read_text(encoding="utf-8"))
    _say_where_instants_are("capture")


def _say_where_instants_are(table: str) -> None:
    said = (
        f"Best single instant of the capture (see {table}.captured_at); the table is partitioned by its UTC month. "
        "NULL: unknown."
    )
    for name in (*_OF_READINGS, *(("parse_run",) if table == "capture" else ())):
        op.execute(f"COMMENT ON COLUMN {name}.captured_at IS '{said}'")
