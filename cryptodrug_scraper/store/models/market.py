"""The markets and what happened to them."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.page.calendar import ACTS
from cryptodrug_scraper.store.models.base import Base, one_of

__all__ = ["MarketEvent", "MarketRow"]


class MarketRow(Base):
    """One market that is studied."""

    __tablename__ = "market"
    __table_args__ = (
        {"comment": "One row per market that is studied. Source: the market calendar, reviewed by hand."},
    )

    code: Mapped[str] = mapped_column(primary_key=True, comment="Short name of the market, as in every other table.")
    name: Mapped[str] = mapped_column(comment="Full name of the market.")
    first_usable_on: Mapped[date | None] = mapped_column(
        comment="First UTC day from which its pages can be used. NULL: before the study window, day not known."
    )
    last_usable_on: Mapped[date | None] = mapped_column(
        comment="Last UTC day on which its pages can be used; what is missing later is censored. NULL: not known."
    )


class MarketEvent(Base):
    """Something that happened to a market and bounds what its data can say."""

    __tablename__ = "market_event"
    __table_args__ = (
        one_of("evidence", "read", "recalled"),
        one_of("acts", *ACTS),
        one_of("stated_by", "package", "file"),
        {
            "comment": "One row per market and event that censors or shocks its data. Source: the market calendar, "
            "reviewed by hand; each event says how it is known."
        },
    )

    market: Mapped[str] = mapped_column(
        ForeignKey("market.code"), primary_key=True, comment="Code of the market (market)."
    )
    event: Mapped[str] = mapped_column(primary_key=True, comment="What happened, in a word such as closure_announced.")
    first_on: Mapped[date] = mapped_column(comment="Earliest UTC day on which it can have happened.")
    last_on: Mapped[date] = mapped_column(
        comment="Latest UTC day on which it can have happened; the same if it is known."
    )
    note: Mapped[str] = mapped_column(comment="What is known of it, in a sentence.")
    evidence: Mapped[str] = mapped_column(
        comment="read: stands in the source that is named. recalled: from memory, to be verified before it is cited."
    )
    source: Mapped[str | None] = mapped_column(comment="Where it stands. NULL: no source was seen.")
    acts: Mapped[str] = mapped_column(
        comment="What follows from it: nothing; opening (nothing of the market is shown before its first day); shock "
        "(findings ask where vendors went after it); end (that, and nobody trades there after its last day); closing "
        "(that, and no page of the market can have been made after its last day)."
    )
    title: Mapped[Any | None] = mapped_column(
        JSONB, comment="What reports call it, by language (en, fr, nl). NULL: they have a word of their own for it."
    )
    stated_by: Mapped[str] = mapped_column(
        comment="Where it comes from: package (the calendar of the market's package) or file (cryptodrug event load)."
    )
