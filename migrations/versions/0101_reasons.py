"""Codes and values of reasons, beside their sentences in English."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"
_ADDED = {
    "finding": ("why_code", "why_values", "details_code", "details_values", "cases"),
    "population": ("warning_code", "warning_values"),
    "snapshot": ("reason_code", "reason_values"),
}


def upgrade() -> None:
    """Add them; what is there has none."""
    run_script(op.get_bind(), (_SQL / "0101_reasons.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Drop them; the sentences stay."""
    for table, columns in _ADDED.items():
        op.execute(f"ALTER TABLE derived.{table} " + ", ".join(f"DROP COLUMN {column}" for column in columns))
