"""Of which study, and of which of its claims, a finding is."""

from __future__ import annotations

from alembic import op

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None

_COMMENTS = {
    "TABLE derived.finding": (
        (
            "One row per derivation, finding, market and measure: what the study said, what is measured, and whether "
            "it bears that out; for country and window of the derivation''s parameters. Source: cryptodrug findings, "
            "measures.verdicts."
        ),
        (
            "One row per derivation, finding, market and measure: what a study said, what is measured, and whether it "
            "bears that out; what it said nothing of is a question, with a value and no verdict. For the country and "
            "window of the derivation''s parameters. Source: cryptodrug findings, measures.verdicts."
        ),
    ),
    "COLUMN derived.finding.finding": (
        "F1 to F8: facts 1 to 8 of the study.",
        "Heading of the study under which it stands, such as F1.",
    ),
    "COLUMN derived.finding.study": (
        "What the study said, and how that was read where it is open.",
        "What the study said, and how that was read where it is open; where it said nothing, what is asked.",
    ),
    "COLUMN derived.finding.verdict": (
        "agrees, disagrees or cannot_tell.",
        "agrees, disagrees or cannot_tell; other_window: the study spoke of other days; no_claim: of nothing.",
    ),
}
"""The old comment of each, and the new one."""
_ADDED = {
    "study_id": "Id of the study. NULL: release 0.2.0 made the row.",
    "claim_id": "Id of its claim; of a question, of the claim from which it comes. NULL: as study_id.",
}


def upgrade() -> None:
    """Add them; what is there has none."""
    for column, comment in _ADDED.items():
        op.execute(f"ALTER TABLE derived.finding ADD COLUMN {column} TEXT")
        op.execute(f"COMMENT ON COLUMN derived.finding.{column} IS '{comment}'")
    for what, (_, new) in _COMMENTS.items():
        op.execute(f"COMMENT ON {what} IS '{new}'")


def downgrade() -> None:
    """Drop them, with questions and verdicts that there were not before; other findings stay."""
    op.execute("DELETE FROM derived.finding WHERE verdict IN ('other_window', 'no_claim')")
    for column in _ADDED:
        op.execute(f"ALTER TABLE derived.finding DROP COLUMN {column}")
    for what, (old, _) in _COMMENTS.items():
        op.execute(f"COMMENT ON {what} IS '{old}'")
