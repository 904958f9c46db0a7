"""The machines that crawl by one plan, which of them ran which crawl, and when the next one is due."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0115"
down_revision = "0114"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Add them; which machine ran what before is not known."""
    run_script(op.get_bind(), (_SQL / "0115_machine.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop what is known of machines."""
    op.drop_column("schedule_entry", "next_due_at")
    op.drop_column("schedule_run", "machine")
    op.drop_table("schedule_machine")
