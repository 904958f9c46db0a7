"""Samples that people judged blindly, what they answered, and the errors that intervals of findings carry by them."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0119"
down_revision = "0118"
branch_labels = None
depends_on = None

_STEP = "COMMENT ON COLUMN derived.part.step IS "
_SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Add the ledger, empty, and what derivations and findings keep of it."""
    run_script(op.get_bind(), (_SQL / "0119_adjudication.sql").read_text(encoding="utf-8"))
    op.execute(f"{_STEP}'rates, market, across or errors.'")


def downgrade() -> None:
    """Drop the ledger with all that it says. Findings keep their intervals."""
    op.execute(f"{_STEP}'rates, market or across.'")
    for name in ("errors", "counted_high", "counted_low"):
        op.drop_column("finding", name, schema="derived")
    op.drop_table("error_count", schema="derived")
    op.drop_table("adjudication_answer")
    op.drop_table("adjudication_item")
    op.drop_table("adjudication_sample")
