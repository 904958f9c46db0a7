"""Words of listings and vendors are found by an index."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0118"
down_revision = "0116"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Add the texts that are searched, of all that was loaded before, and their index."""
    run_script(op.get_bind(), (_SQL / "0118_search.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop them: pages are searched as they say it. The extension stays, which may serve others."""
    op.drop_table("search_entry")
    op.drop_table("search_text")
    op.execute("DROP FUNCTION search_form(text)")
