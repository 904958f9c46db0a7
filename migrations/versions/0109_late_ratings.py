"""Ratings that come late: the delay of each market, and months of which it cannot be known yet what was sold."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Add table and columns; what is there has a figure."""
    run_script(op.get_bind(), (_SQL / "0109_late_ratings.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop them, with the months that have no figure."""
    op.drop_table("rating_delay", schema="derived")
    op.execute("DELETE FROM derived.market_month WHERE value IS NULL")
    op.execute("ALTER TABLE derived.market_month ALTER COLUMN value SET NOT NULL")
    for column in ("reason_values", "reason_code", "reason"):
        op.drop_column("market_month", column, schema="derived")
    op.execute("COMMENT ON COLUMN derived.market_month.value IS 'The figure.'")
