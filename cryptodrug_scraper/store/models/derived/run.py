"""The runs of derivations, and the parts that they are made of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.derived.base import DerivedBase, derived

__all__ = ["DeriveRun", "Part", "RunPart"]


class DeriveRun(DerivedBase):
    """One derivation of everything that was observed."""

    __tablename__ = "derive_run"
    __table_args__ = (
        Index("derive_run_current_idx", "is_current", unique=True, postgresql_where=text("is_current")),
        *derived(
            "One row per derivation: with what parameters and version of the measures the derived tables were made. "
            "One of them is current; the views show that one. Source: cryptodrug derive."
        ),
    )

    derive_run: Mapped[UUID] = mapped_column(
        primary_key=True, comment="Identifier made of the parts: the same on any machine."
    )
    measures_version: Mapped[str] = mapped_column(comment="Version of what measures: the release and a digest of it.")
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="Every parameter of the measures.")
    started_at: Mapped[datetime] = mapped_column(comment="When it began (UTC).")
    ended_at: Mapped[datetime] = mapped_column(comment="When it was whole (UTC).")
    is_current: Mapped[bool] = mapped_column(comment="Whether the views of the schema research show this run.")


class Part(DerivedBase):
    """One part of derivations: all rows of one market, or of all markets together."""

    __tablename__ = "part"
    __table_args__ = derived(
        "One row per part of a derivation that is whole. Runs share parts whose input, parameters and measures are the "
        "same, so only what is new is computed. Source: cryptodrug derive."
    )

    part_id: Mapped[UUID] = mapped_column(
        primary_key=True, comment="Identifier made of step, market, input, parameters and version of the measures."
    )
    step: Mapped[str] = mapped_column(comment="rates, market, across or errors.")
    market: Mapped[str | None] = mapped_column(comment="The market that it is of. NULL: all of them.")
    row_counts: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="How many rows each table has of it.")
    seconds: Mapped[float] = mapped_column(comment="How long it took, in seconds.")


class RunPart(DerivedBase):
    """A part of a run."""

    __tablename__ = "run_part"
    __table_args__ = derived("One row per run and part that it is made of. Source: cryptodrug derive.")

    derive_run: Mapped[UUID] = mapped_column(
        ForeignKey("derived.derive_run.derive_run", ondelete="CASCADE"), primary_key=True, comment="The run."
    )
    part_id: Mapped[UUID] = mapped_column(ForeignKey("derived.part.part_id"), primary_key=True, comment="The part.")
