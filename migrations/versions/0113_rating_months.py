"""How many ratings of a month one look alone shows, worked out where ratings are derived."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0113"
down_revision = "0112"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Add the table; the next derivation fills it."""
    run_script(op.get_bind(), (_SQL / "0113_rating_months.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop it."""
    op.drop_table("rating_month", schema="derived")
