"""The ledger of what people decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import Base, one_of

__all__ = ["Decision"]


class Decision(Base):
    """What a person decided, or took back."""

    __tablename__ = "decision"
    __table_args__ = (
        one_of("kind", "link", "country", "holding_price", "class", "field"),
        one_of("verdict", "accepted", "rejected", "corrected", "withdrawn"),
        Index("decision_replaces_idx", "replaces"),
        Index("decision_subject_idx", "subject", postgresql_using="hash"),  # of any length
        {
            "comment": "One row per decision of a person on what pages state or measures tell, or withdrawal of one: a "
            "ledger, of which no row is ever changed. derive takes the decisions that count. Source: cryptodrug "
            "decision."
        },
    )

    decision_id: Mapped[UUID] = mapped_column(primary_key=True, comment="Identifier made of all that the row says.")
    kind: Mapped[str] = mapped_column(
        comment="What is decided: link (two accounts are one seller's), country (from where an account sends), "
        "holding_price (a price only holds a place), class (what a listing sells) or field (what was read of a page)."
    )
    subject: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="Keys of what it is about, as docs/decisions.md has them. Personal data: it names accounts."
    )
    verdict: Mapped[str] = mapped_column(
        comment="accepted (it is so), rejected (it is not so), corrected (it is as value says) or withdrawn."
    )
    value: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True),
        comment="What holds, by column; of what is rejected, what does not. NULL: the verdict says it all.",
    )
    decided_by: Mapped[str] = mapped_column(comment="Who decided it. Personal data.")
    decided_at: Mapped[datetime] = mapped_column(comment="When it was decided (UTC).")
    decided_why: Mapped[str] = mapped_column(comment="Why, in that person's words. May hold personal data.")
    ground: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True),
        comment="What that person saw: values by column, and the parser_version of the reading. NULL: a withdrawal.",
    )
    replaces: Mapped[UUID | None] = mapped_column(
        comment="The decision of the same subject that it stands in place of, or withdraws. NULL: none."
    )
