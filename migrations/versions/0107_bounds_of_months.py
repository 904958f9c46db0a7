"""What bounds of shown ratings and estimates of sales are of: comments alone."""

from __future__ import annotations

from alembic import op

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None

_COMMENTS = {
    "TABLE derived.vendor_month": (
        (
            "One row per account and UTC month in which a sale of it is known: how many sales, worth what. A "
            "rating lies in the month in which it was left, not in that of the order. Source: "
            "measures.sales.vendor_months (E4, E5)."
        ),
        (
            "One row per account and UTC month in which a sale of it is known: how many sales, worth what. Ratings "
            "lie in the month in which they were left, estimates of all sales in that of the order. Source: "
            "measures.sales.vendor_months, measures.sales.allotment (E4, E5)."
        ),
    ),
    "COLUMN derived.vendor_month.shown_low": (
        "Ratings whose interval lies within the month.",
        "Ratings whose interval lies within the month, less those that may be another one or of another month.",
    ),
    "COLUMN derived.vendor_month.shown_high": (
        "Ratings whose interval touches the month.",
        "Ratings whose interval touches the month, and those that may be of it or were taken for others.",
    ),
}
"""The old comment of each, and the new one."""


def upgrade() -> None:
    """Say what is new."""
    for what, (_, new) in _COMMENTS.items():
        op.execute(f"COMMENT ON {what} IS '{new}'")


def downgrade() -> None:
    """Say what was before."""
    for what, (old, _) in _COMMENTS.items():
        op.execute(f"COMMENT ON {what} IS '{old}'")
