"""How far off the amounts of orders are that no page prints, worked out where sales are derived."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Add the table; the next derivation fills it."""
    run_script(op.get_bind(), (_SQL / "0116_order_doubts.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop it."""
    op.drop_table("order_doubt", schema="derived")
