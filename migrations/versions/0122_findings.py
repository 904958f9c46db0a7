"""Findings are judged anew: by intervals that know what was not observed, and by closures that their days hold."""

from __future__ import annotations

from alembic import op

revision = "0122"
down_revision = "0121"
branch_labels = None
depends_on = None

_OF_NO_STUDY = "UPDATE derived.finding SET study_id = NULL, claim_id = NULL"


def upgrade() -> None:
    """Leave findings to no study until a derivation makes them again, or a report measures."""
    op.execute(_OF_NO_STUDY)


def downgrade() -> None:
    """Do the same: a release before knows not all of their reasons."""
    op.execute(_OF_NO_STUDY)
