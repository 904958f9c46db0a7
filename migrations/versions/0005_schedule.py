"""The entries of schedules, and what became of the crawls that were due."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLES = Path(__file__).parents[1] / "sql" / "0005_schedule.sql"


def upgrade() -> None:
    """Make the tables."""
    run_script(op.get_bind(), _TABLES.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop them, with the record of past runs; the crawls stay."""
    op.execute("DROP TABLE schedule_run")
    op.execute("DROP TABLE schedule_entry")
