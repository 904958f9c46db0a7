"""What became of crawls and of their requests, and how mirrors answered."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = Path(__file__).parents[1] / "sql" / "0004_crawl.sql"
_COLUMNS = ("scope", "status", "reason", "tor_bytes_read", "tor_bytes_written")


def upgrade() -> None:
    """Make the tables and columns, and the view of the crawls' completeness."""
    run_script(op.get_bind(), _TABLES.read_text(encoding="utf-8"))
    run_script(op.get_bind(), research_script("0004_1_crawl"))


def downgrade() -> None:
    """Drop them, with what became of past crawls; their captures stay."""
    op.execute("DROP VIEW research.crawl_quality")
    op.execute("DROP TABLE mirror_check")
    op.execute("DROP TABLE crawl_count")
    for column in _COLUMNS:
        op.execute(f"ALTER TABLE crawl DROP COLUMN {column}")
