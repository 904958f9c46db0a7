"""The ledger of blind adjudication: samples, their items, and what coders answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import Base, one_of

__all__ = ["AdjudicationAnswer", "AdjudicationItem", "AdjudicationSample"]


class AdjudicationSample(Base):
    """A sample of what the program tells."""

    __tablename__ = "adjudication_sample"
    __table_args__ = (
        {"comment": "One row per sample that was drawn to be judged: a ledger. Source: explore --adjudicate."},
    )

    sample_id: Mapped[UUID] = mapped_column(
        primary_key=True, comment="Identifier made of size, seed and items: the same data and seed give the same."
    )
    size: Mapped[int] = mapped_column(comment="Items that were asked for; there may be fewer to draw.")
    seed: Mapped[int] = mapped_column(comment="Seed by which it was drawn.")
    drawn_at: Mapped[datetime] = mapped_column(comment="When it was drawn (UTC).")
    drawn_by: Mapped[str] = mapped_column(comment="Who had it drawn. Personal data.")


class AdjudicationItem(Base):
    """One thing of a sample."""

    __tablename__ = "adjudication_item"
    __table_args__ = (
        one_of("kind", "link", "goods", "quantity", "exclusion", "field"),
        {"comment": "One row per sample and item: what is judged, and how likely it was drawn. Source: as its sample."},
    )

    sample_id: Mapped[UUID] = mapped_column(
        ForeignKey("adjudication_sample.sample_id"), primary_key=True, comment="The sample (adjudication_sample)."
    )
    ordinal: Mapped[int] = mapped_column(primary_key=True, comment="Number of the item in its sample, from 0.")
    kind: Mapped[str] = mapped_column(
        comment="What is asked: link (are two accounts one seller's), goods (what is sold), quantity (how many grams), "
        "exclusion (are places ruled out) or field (is it read right)."
    )
    stratum: Mapped[str] = mapped_column(comment="Stratum of its kind, by what the program told when it was drawn.")
    population: Mapped[int] = mapped_column(comment="Things that the stratum had.")
    drawn: Mapped[int] = mapped_column(
        comment="Of them drawn, each with the same probability: drawn over population is the inclusion probability."
    )
    subject: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="Keys of what it is about, as decision.subject has them. Personal data: it names accounts."
    )
    machine: Mapped[str] = mapped_column(comment="What the program told of it when it was drawn, in a word.")
    parser_version: Mapped[str | None] = mapped_column(comment="Of the reading that told it. NULL: it is derived.")
    pages: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), comment="Captures that are shown to answer it.")


class AdjudicationAnswer(Base):
    """What a person answered to an item."""

    __tablename__ = "adjudication_answer"
    __table_args__ = (
        one_of("step", "coding", "settling"),
        Index("adjudication_answer_item_idx", "sample_id", "ordinal"),
        {
            "comment": "One row per answer to an item: a ledger, of which no row is ever changed; of several of a "
            "coder the last counts. Source: forms of cryptodrug explore --adjudicate."
        },
    )

    answer_id: Mapped[UUID] = mapped_column(primary_key=True, comment="Identifier made of all that the row says.")
    sample_id: Mapped[UUID] = mapped_column(comment="The sample (adjudication_sample).")
    ordinal: Mapped[int] = mapped_column(comment="Number of the item in its sample (adjudication_item).")
    step: Mapped[str] = mapped_column(
        comment="coding (apart from the other coder) or settling (where both coders differ)."
    )
    coder: Mapped[str] = mapped_column(comment="Who answered. Personal data.")
    answered_at: Mapped[datetime] = mapped_column(comment="When (UTC).")
    answer: Mapped[str] = mapped_column(comment="The answer in a word, or grams as a number; cannot_tell.")
    note: Mapped[str | None] = mapped_column(
        comment="What the coder wrote beside it. May hold personal data. NULL: nothing."
    )
