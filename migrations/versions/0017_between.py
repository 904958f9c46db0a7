"""What was newest in a window is found in time whatever statistics the server has."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_DOWN = Path(__file__).parents[1] / "sql" / "0017_down.sql"


def upgrade() -> None:
    """Look up the newest one by one."""
    run_script(op.get_bind(), research_script("0017_1_between"))


def downgrade() -> None:
    """Let the functions be as they were."""
    run_script(op.get_bind(), _DOWN.read_text(encoding="utf-8"))
