"""Functions of a country refuse what is none, instead of finding nothing there."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_DOWN = Path(__file__).parents[1] / "sql" / "0014_down.sql"


def upgrade() -> None:
    """Make what tells places, and let the functions ask it."""
    run_script(op.get_bind(), research_script("0014_1_place"))


def downgrade() -> None:
    """Let the functions be as they were."""
    run_script(op.get_bind(), _DOWN.read_text(encoding="utf-8"))
