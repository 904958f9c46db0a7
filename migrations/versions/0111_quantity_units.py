"""What quantities of listings are counted in and which days are judged, in comments; and findings are judged anew."""

from __future__ import annotations

from alembic import op

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None

_UNIT = "What quantity_units counts, such as pill."
_UNITS = (
    "What quantity_units counts: piece (a pill, blotter or pack), dose (a hit), weight (a portion by weight) or volume "
    "(a portion by volume)."
)
_READ = " Derived from the listing''s words and category. NULL: they do not say."
_WORKED_OUT = " NULL: cannot be known from what was seen."
_VERDICT = "agrees, disagrees or cannot_tell; other_window: the study spoke of other days"
_COMMENTS = {
    "listing_observation.quantity_unit": (_UNIT + _READ, _UNITS + _READ),
    "derived.listing_state.quantity_unit": (_UNIT + _WORKED_OUT, _UNITS + _WORKED_OUT),
    "derived.finding.verdict": (f"{_VERDICT}; no_claim: of nothing.", f"{_VERDICT}, or of more; no_claim: of nothing."),
}
"""The old comment of each, and the new one."""


def upgrade() -> None:
    """Say what there is; findings are those of no study until a derivation makes them again, or a report measures."""
    for column, (_, new) in _COMMENTS.items():
        op.execute(f"COMMENT ON COLUMN {column} IS '{new}'")
    op.execute("UPDATE derived.finding SET study_id = NULL, claim_id = NULL")


def downgrade() -> None:
    """Say what was said before."""
    for column, (old, _) in _COMMENTS.items():
        op.execute(f"COMMENT ON COLUMN {column} IS '{old}'")
