"""A vendor's month says whether its counter is believed, and sales and prices whether theirs can be true."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_DOWN = Path(__file__).parents[1] / "sql" / "0020_down.sql"


def upgrade() -> None:
    """Add the column; months of derivations that are there already have no flag."""
    run_script(op.get_bind(), research_script("0020_1_plausible"))


def downgrade() -> None:
    """Take the column away, with what it says."""
    run_script(op.get_bind(), _DOWN.read_text(encoding="utf-8"))
