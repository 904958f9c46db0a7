"""The ledger of what was published."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Add it; what was published before is not in it."""
    run_script(op.get_bind(), (_SQL / "0110_publication.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop it with what it says."""
    op.drop_table("publication")
