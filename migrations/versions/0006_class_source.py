"""What decided on the class of a listing: its category, or words where the category says too little."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COLUMN = Path(__file__).parents[1] / "sql" / "0006_class_source.sql"
_SCRIPTS_BEFORE = (
    "0002_1_schema",
    "0002_2_listing",
    "0002_3_vendor",
    "0002_4_page",
    "0002_5_month",
    "0002_6_comments",
    "0003_1_template",
    "0004_1_crawl",
)


def upgrade() -> None:
    """Make the column, and show it."""
    run_script(op.get_bind(), _COLUMN.read_text(encoding="utf-8"))
    run_script(op.get_bind(), research_script("0006_1_class_source"))


def downgrade() -> None:
    """Drop the column with what it says, and make the schema anew without it: a view cannot lose a column otherwise."""
    op.execute("DROP SCHEMA research CASCADE")
    op.execute("ALTER TABLE listing_observation DROP COLUMN drug_class_source")
    for name in _SCRIPTS_BEFORE:
        run_script(op.get_bind(), research_script(name))
