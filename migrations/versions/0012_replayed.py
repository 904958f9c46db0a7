"""The WARC files that replays have gone through to their ends."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TABLE = Path(__file__).parents[1] / "sql" / "0012_replayed.sql"


def upgrade() -> None:
    """Make the table; what was read before is not known to be whole, and is looked up page by page once more."""
    run_script(op.get_bind(), _TABLE.read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop it; nothing that pages say is lost."""
    op.execute("DROP TABLE replayed_file")
