"""What follows from an event of a market, what it is called, and whether a package or a researcher states it."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0120"
down_revision = "0119"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Add the columns; events that are there act as their words do."""
    run_script(op.get_bind(), (_SQL / "0120_events.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop them. Events that a researcher stated stay; those of words that were not known then do nothing."""
    for name in ("stated_by", "title", "acts"):
        op.drop_column("market_event", name)
