"""What quantities of listings are counted in, in comments; and findings are judged anew, by other rules."""

from __future__ import annotations

from alembic import op

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None

_OLD = "What quantity_units counts, such as pill."
_NEW = (
    "What quantity_units counts: piece (a pill, blotter or pack), dose (a hit), weight (a portion by weight) or volume "
    "(a portion by volume)."
)
_COLUMNS = {
    "listing_observation.quantity_unit": " Derived from the listing''s words and category. NULL: they do not say.",
    "derived.listing_state.quantity_unit": " NULL: cannot be known from what was seen.",
}
"""What follows in the comment of each."""


def upgrade() -> None:
    """Say what there is; findings that are kept are made again by the next derivation, and until then by who asks."""
    _say(_NEW)
    op.execute("DELETE FROM derived.finding")


def downgrade() -> None:
    """Say what was said before."""
    _say(_OLD)
    op.execute("DELETE FROM derived.finding")


def _say(what: str) -> None:
    for column, more in _COLUMNS.items():
        op.execute(f"COMMENT ON COLUMN {column} IS '{what}{more}'")
