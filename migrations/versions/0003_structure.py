"""The structure of pages, and the views that tell when a market changed its template."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = Path(__file__).parents[1] / "sql" / "0003_structure.sql"


def upgrade() -> None:
    """Make the table and the column, and the views over them."""
    run_script(op.get_bind(), _TABLES.read_text(encoding="utf-8"))
    run_script(op.get_bind(), research_script("0003_1_template"))


def downgrade() -> None:
    """Drop the views, the column and the table: a replay can make them again."""
    for view in ("template_change", "template_mark"):
        op.execute(f"DROP VIEW research.{view}")
    op.execute("ALTER TABLE parse_run DROP COLUMN structure_id")
    op.execute("DROP TABLE page_structure")
