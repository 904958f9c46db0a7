"""What people decided, and what became of it in a derivation."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from cryptodrug_scraper.store.scripts import run_script

revision = "0118"
down_revision = "0117"
branch_labels = None
depends_on = None

_SQL = Path(__file__).parents[1] / "sql"
_SOURCE = "COMMENT ON COLUMN derived.listing_state.origin_source IS "
_OLD = "'stated (in this snapshot) or carried (from the nearest one that states it). NULL: there is no origin.'"
_NEW = (
    "'stated (in this snapshot), carried (from the nearest one that states it) or decided (by a person, see decision). "
    "NULL: there is no origin.'"
)


def upgrade() -> None:
    """Add the ledger, empty, and what derivations keep of it."""
    run_script(op.get_bind(), (_SQL / "0118_decisions.sql").read_text(encoding="utf-8"))
    op.execute(_SOURCE + _NEW)


def downgrade() -> None:
    """Drop the ledger with all that it says. Derivations that took decisions keep their rows."""
    op.execute(_SOURCE + _OLD)
    op.drop_table("decision_effect", schema="derived")
    op.drop_table("decision_state", schema="derived")
    op.drop_table("decision")
