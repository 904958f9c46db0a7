"""Tables to which rows are only added are frozen and counted soon after; and which months lie in files is known."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0114"
down_revision = "0113"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Say so to the server, as months that come will; and add the list of months that lie in files."""
    for name in ("growing", "detached"):
        run_script(op.get_bind(), (_SQL / f"0114_{name}.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Leave it to the settings of the server; that months were detached is forgotten."""
    op.drop_table("detached_month")
    run_script(op.get_bind(), (_SQL / "0114_as_before.sql").read_text(encoding="utf-8"))
