"""The structure of pages, the views that tell when a market changed its template, and more sources of capture times."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"
_FILES = ("0003_structure", "0003_time_source")
_OLD_SOURCES = "time_source IN ('sidecar', 'directory', 'warc', 'option', 'none')"


def upgrade() -> None:
    """Make the table and the column, and the views over them."""
    for name in _FILES:
        run_script(op.get_bind(), (_SQL / f"{name}.sql").read_text(encoding="utf-8"))
    run_script(op.get_bind(), research_script("0003_1_template"))


def downgrade() -> None:
    """Drop the views, the column and the table, and forget sources not known before. Replays find all of it again."""
    for view in ("template_change", "template_mark"):
        op.execute(f"DROP VIEW research.{view}")
    op.execute("ALTER TABLE parse_run DROP COLUMN structure_id")
    op.execute("DROP TABLE page_structure")
    op.execute(f"UPDATE capture_origin SET time_source = 'none' WHERE NOT ({_OLD_SOURCES})")  # noqa: S608  # ours
    op.execute("ALTER TABLE capture_origin DROP CONSTRAINT time_source_word")
    op.execute(f"ALTER TABLE capture_origin ADD CONSTRAINT time_source_word CHECK ({_OLD_SOURCES})")
