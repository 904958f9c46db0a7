"""Prices of one instant have a row each; rates of the European Central Bank can be added; future captures are known."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Widen the keys, make the tables, and note the captures that are in the future now."""
    run_script(op.get_bind(), (_SQL / "0018_up.sql").read_text(encoding="utf-8"))
    run_script(op.get_bind(), research_script("0018_1_moment"))


def downgrade() -> None:
    """Drop the tables with the rates that were added; of prices and moves of one instant, keep one."""
    run_script(op.get_bind(), (_SQL / "0018_down.sql").read_text(encoding="utf-8"))
