"""As-of questions that end with the markets: when these opened and closed, and how old each answer is."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Add the events, the view of the markets' days, and the functions that keep to them."""
    run_script(op.get_bind(), (_SQL / "0007_market_event.sql").read_text(encoding="utf-8"))
    run_script(op.get_bind(), research_script("0007_1_as_of"))


def downgrade() -> None:
    """Put the functions back as they were, and drop the view and the events."""
    run_script(op.get_bind(), (_SQL / "0007_down.sql").read_text(encoding="utf-8"))
