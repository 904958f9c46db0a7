"""What became of decisions in a derivation."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.derived.base import DerivedBase, InPart, derived

__all__ = ["DecisionEffect", "DecisionState"]


class DecisionState(InPart, DerivedBase):
    """A decision that a derivation took."""

    __tablename__ = "decision_state"
    __table_args__ = derived(
        "One row per decision that counted when the derivation was made: whether what it rests on is there. Source: "
        "derive.decided.",
        since="0118",
    )

    decision_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The decision (decision).")
    state: Mapped[str] = mapped_column(
        comment="applied; ground_changed (what is there without it is not what the person saw: look again) or "
        "without_ground (there is no such account, listing, price or record)."
    )
    found: Mapped[dict[str, Any]] = mapped_column(
        JSON, comment="What is there without the decision, by column, as decision.ground has what the person saw."
    )


class DecisionEffect(InPart, DerivedBase):
    """Rows of a table that a decision changed."""

    __tablename__ = "decision_effect"
    __table_args__ = derived(
        "One row per decision and table of which it changed rows. Source: derive.decided.", since="0118"
    )

    decision_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The decision (decision).")
    table_name: Mapped[str] = mapped_column(
        primary_key=True, comment="A derived table; or, of a field, the observed one whose row is read otherwise."
    )
    row_count: Mapped[int] = mapped_column(comment="Rows of it that are otherwise than without the decision.")
