"""Where vendors send from, how they are paid, and when they were active, as pages state it of the account."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COLUMNS = Path(__file__).parents[1] / "sql" / "0008_vendor.sql"
_ADDED = (
    *("ships_from_raw", "ships_from_kind", "origin_codes", "origin_excluded"),
    *("payment", "active_from", "active_to"),
)


def upgrade() -> None:
    """Add the columns, and the view over them."""
    run_script(op.get_bind(), _COLUMNS.read_text(encoding="utf-8"))
    run_script(op.get_bind(), research_script("0008_1_vendor"))


def downgrade() -> None:
    """Drop the view and the columns. A replay finds again what was in them."""
    op.execute("DROP VIEW research.vendor_trade")
    for column in _ADDED:
        op.execute(f"ALTER TABLE vendor_observation DROP COLUMN {column}")
