"""What bounds of a month's sales, and substances, are of, in comments; and findings are judged anew."""

from __future__ import annotations

from alembic import op

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None

_NOT_KNOWN = " NULL: cannot be known from what was seen."
_SUBSTANCE = "Substance within the class."
_TOLD = "Substance within the class: by words, or by the class where it is the name of one (Ecstasy: mdma)."
_COMMENTS = {
    "vendor_month.transactions_low": (
        "Lower end of its 95 % interval; never below what was shown.",
        (
            "Lower end of its 95 % interval; never below the ratings of orders that were surely made in the month, "
            "which may be fewer than were left in it."
        ),
    ),
    "listing_state.substance": (_SUBSTANCE, _TOLD),
    "sale.substance": (_SUBSTANCE, _TOLD),
}
"""The old comment of each, and the new one."""
_RENAMED = (
    "UPDATE derived.finding SET measure = 'vendors_not_to_neighbours' WHERE measure = 'vendors_not_to_nl'",
    "UPDATE derived.finding SET measure = 'vendors_not_to_nl' WHERE measure = 'vendors_not_to_neighbours'",
)
"""A finding of any country was named for a neighbour of the study's: forward, and back."""


def upgrade() -> None:
    """Say what there is; findings are those of no study until a derivation makes them again, or a report measures."""
    for column, (_, new) in _COMMENTS.items():
        op.execute(f"COMMENT ON COLUMN derived.{column} IS '{new}{_NOT_KNOWN}'")
    op.execute(_RENAMED[0])
    op.execute("UPDATE derived.finding SET study_id = NULL, claim_id = NULL")


def downgrade() -> None:
    """Say what was said before."""
    for column, (old, _) in _COMMENTS.items():
        op.execute(f"COMMENT ON COLUMN derived.{column} IS '{old}{_NOT_KNOWN}'")
    op.execute(_RENAMED[1])
    op.execute("UPDATE derived.finding SET study_id = NULL, claim_id = NULL")
