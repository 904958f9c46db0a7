"""When pages were made, as it is thought of them all together."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.derived.base import DerivedBase, InPart, derived

__all__ = ["CaptureTime"]


class CaptureTime(InPart, DerivedBase):
    """The time of one page."""

    __tablename__ = "capture_time"
    __table_args__ = derived(
        "One row per capture of a market: when the page was made, by what its source states and what speaks from "
        "inside of it. All that derive makes rests on it; views of observed rows alone rest on what the source "
        "states. Source: measures.times.capture_times.",
        since="0104",
    )

    capture_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The page (capture).")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    stated_from: Mapped[datetime | None] = mapped_column(
        comment="Earliest instant that its source states (UTC). NULL: it states none."
    )
    stated_to: Mapped[datetime | None] = mapped_column(
        comment="Latest instant that its source states (UTC). NULL: it states none."
    )
    source: Mapped[str] = mapped_column(comment="What states it, as capture_origin.time_source.")
    estimated_from: Mapped[datetime | None] = mapped_column(
        comment="Earliest instant at which it is thought to have been made (UTC); the first day of its market where no "
        "more is known. NULL: nothing tells."
    )
    estimated_to: Mapped[datetime | None] = mapped_column(
        comment="Latest instant at which it is thought to have been made (UTC); the last day of its market where no "
        "more is known. NULL: nothing tells."
    )
    verdict: Mapped[str] = mapped_column(
        comment="agrees (the page and its source tell the same, or nothing contradicts a source that noted the time of "
        "fetching), older or newer (the page was made before or after what its source states, and the estimate is "
        "another), unsure (nothing on the page tells, or it contradicts itself: what the source states stands)."
    )
    doubt: Mapped[float] = mapped_column(
        comment="Chance that it was made at another time than the estimate says, from 0 to 1: by the verdict and, "
        "where nothing on the page tells, by how many pages of its source are old copies among those that tell."
    )
    evidence: Mapped[dict[str, Any]] = mapped_column(
        JSON,
        comment="How many pieces of evidence there are of each kind, and how many of them are for what the source "
        "states (_for): clock, the page's own; ratings that other pages show, and it too or not yet; counters that "
        "only grow; rates of exchange; newest, the latest time that it names; bytes, the same page to the byte is "
        "there earlier; life, when its market was open, of pages of other times or none. What is not named told "
        "nothing.",
    )
