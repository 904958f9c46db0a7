"""What tells the times of pages: comments alone."""

from __future__ import annotations

from alembic import op

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None

_WHAT = "COLUMN derived.capture_time."
_COMMENTS = {
    "estimated_from": (
        "Earliest instant at which it is thought to have been made (UTC). NULL: nothing tells.",
        (
            "Earliest instant at which it is thought to have been made (UTC); the first day of its market where no "
            "more is known. NULL: nothing tells."
        ),
    ),
    "estimated_to": (
        "Latest instant at which it is thought to have been made (UTC). NULL: nothing tells.",
        (
            "Latest instant at which it is thought to have been made (UTC); the last day of its market where no more "
            "is known. NULL: nothing tells."
        ),
    ),
    "evidence": (
        (
            "How many pieces of evidence there are of each kind, and how many of them are for what the source states "
            "(_for): clock, the page''s own; ratings that other pages show, too; counters that only grow; rates of "
            "exchange; newest, the latest time that it names; bytes, the same page to the byte is there earlier; life, "
            "its market was not open then. What is not named told nothing."
        ),
        (
            "How many pieces of evidence there are of each kind, and how many of them are for what the source states "
            "(_for): clock, the page''s own; ratings that other pages show, and it too or not yet; counters that only "
            "grow; rates of exchange; newest, the latest time that it names; bytes, the same page to the byte is there "
            "earlier; life, when its market was open, of pages of other times or none. What is not named told nothing."
        ),
    ),
}
"""The old comment of each, and the new one."""


def upgrade() -> None:
    """Say what is new."""
    for column, (_, new) in _COMMENTS.items():
        op.execute(f"COMMENT ON {_WHAT}{column} IS '{new}'")


def downgrade() -> None:
    """Say what was before."""
    for column, (old, _) in _COMMENTS.items():
        op.execute(f"COMMENT ON {_WHAT}{column} IS '{old}'")
