"""What snapshots are, and which estimators there are of populations: comments alone."""

from __future__ import annotations

from alembic import op

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None

_COMMENTS = {
    "TABLE derived.snapshot": (
        (
            "One row per snapshot, that is one look at one market: a crawl, or a run of imported captures without"
            " a long gap; with how complete it is. Source: measures.looks.snapshots, measures.looks.completeness "
            "(E1)."
        ),
        (
            "One row per snapshot, that is one look at one market: a crawl, or imported captures that are one by "
            "the rhythm of their collection; with how complete it is. Source: measures.looks.snapshots, "
            "measures.looks.rhythm, measures.looks.completeness (E1)."
        ),
    ),
    "TABLE derived.population": (
        (
            "One row per snapshot, what is counted and estimator: how many there were. Source: "
            "measures.looks.populations (E2)."
        ),
        (
            "One row per snapshot, what is counted and estimator: how many there were. Source: "
            "measures.looks.populations, measures.looks.thin (E2)."
        ),
    ),
    "COLUMN derived.population.estimator": (
        (
            "seen (a plain count); jolly_seber (open population, at this snapshot); chapman (this and the one "
            "before); schnabel (closed population, up to this one); chao2 (ever there up to this one; too high "
            "where much comes and goes)."
        ),
        (
            "seen (a plain count); jolly_seber (open population, at this snapshot); uneven (the same where few "
            "were met, and some more easily than others); chapman (this and the one before); schnabel (closed "
            "population, up to this one); chao2 (ever there up to this one; too high where much comes and goes)."
        ),
    ),
    "COLUMN derived.market_month.measure": (
        (
            "vendors, listings (live at any snapshot of the month); transactions, turnover_eur (estimates of all "
            "sales); transactions_c13 (Christin 2013). What ratings alone show is in vendor_month."
        ),
        (
            "vendors, listings (live at any snapshot of the month; no row where too few of them were met); "
            "transactions, turnover_eur (estimates of all sales); transactions_c13 (Christin 2013). What ratings "
            "alone show is in vendor_month."
        ),
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
