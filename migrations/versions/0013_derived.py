"""The derived layer: what the measures make of the observed one, and the views of it."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import research_script, run_script

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TABLES = Path(__file__).parents[1] / "sql" / "0013_derived.sql"
_DROP = Path(__file__).parents[1] / "sql" / "0013_down.sql"
_VIEWS = (
    "0013_1_derived",
    "0013_2_on_day",
    "0013_3_country",
    "0013_4_findings",
    "0013_5_goods",
    "0013_6_finding",
    "0013_7_comments",
    "0013_8_pages",
)


def upgrade() -> None:
    """Make tables and views; they are empty until the first derivation."""
    run_script(op.get_bind(), _TABLES.read_text(encoding="utf-8"))
    for name in _VIEWS:
        run_script(op.get_bind(), research_script(name))


def downgrade() -> None:
    """Drop them; all of it can be derived again."""
    run_script(op.get_bind(), _DROP.read_text(encoding="utf-8"))
