"""The crawls that this program ran, what became of their requests, and how their mirrors answered."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import Base, one_of

__all__ = ["CrawlCount", "CrawlRow", "MirrorCheck"]


class CrawlRow(Base):
    """One run of a crawl."""

    __tablename__ = "crawl"
    __table_args__ = (
        one_of("status", "running", "paused", "complete", "partial", "aborted"),
        {"comment": "One row per crawl that this program ran. Captures from imported archives belong to none."},
    )

    crawl_id: Mapped[UUID] = mapped_column(primary_key=True, comment="Identifier of the crawl.")
    market: Mapped[str] = mapped_column(comment="Code of the market that was crawled (market).")
    label: Mapped[str | None] = mapped_column(comment="What the operator called it. NULL: nothing.")
    started_at: Mapped[datetime] = mapped_column(comment="When it began (UTC).")
    ended_at: Mapped[datetime | None] = mapped_column(comment="When it ended (UTC). NULL: running, or broken off.")
    scope: Mapped[str] = mapped_column(
        server_default="all", comment="What was to be fetched: index, listings, vendors, feedback or all."
    )
    status: Mapped[str] = mapped_column(
        server_default="running",
        comment="running; paused (waits for a session); complete (every planned page was fetched); partial (some were "
        "given up or the budget ended); aborted (stopped before its plan was done).",
    )
    reason: Mapped[str | None] = mapped_column(comment="Why it is paused, partial or aborted. NULL: it is neither.")
    tor_bytes_read: Mapped[int | None] = mapped_column(
        comment="Bytes that Tor received during the crawl, its own cells included. NULL: not metered."
    )
    tor_bytes_written: Mapped[int | None] = mapped_column(
        comment="Bytes that Tor sent during the crawl, its own cells included. NULL: not metered."
    )


class CrawlCount(Base):
    """What became of a crawl's requests for one kind of page."""

    __tablename__ = "crawl_count"
    __table_args__ = (
        {
            "comment": "One row per crawl and kind of page that was asked for: what became of the requests. Source: "
            "the crawler; brought up to date while it runs."
        },
    )

    crawl_id: Mapped[UUID] = mapped_column(ForeignKey("crawl.crawl_id"), primary_key=True, comment="The crawl (crawl).")
    kind: Mapped[str] = mapped_column(primary_key=True, comment="Kind of page that was asked for.")
    planned: Mapped[int] = mapped_column(comment="Distinct pages that were to be fetched.")
    fetched: Mapped[int] = mapped_column(comment="Pages of which a response is in the archive, walls included.")
    parsed: Mapped[int] = mapped_column(comment="Pages that came whole and were read as no wall.")
    walled: Mapped[int] = mapped_column(comment="Pages whose last response was a wall (login, captcha, gone …).")
    refused: Mapped[int] = mapped_column(comment="Pages that were not asked for, since no request may go there.")
    failed: Mapped[int] = mapped_column(comment="Pages given up after repeated failures, cut ones among them.")


class MirrorCheck(Base):
    """One attempt to reach a mirror."""

    __tablename__ = "mirror_check"
    __table_args__ = (
        {
            "comment": "One row per attempt to reach a mirror of a market: its reachability over time. Source: the "
            "crawler, tor probe."
        },
    )

    market: Mapped[str] = mapped_column(primary_key=True, comment="Code of the market (market).")
    mirror: Mapped[str] = mapped_column(primary_key=True, comment="Host of the mirror: never exported.")
    checked_at: Mapped[datetime] = mapped_column(primary_key=True, comment="When it was tried (UTC).")
    outcome: Mapped[str] = mapped_column(
        comment="reachable, or what failed in a word, such as descriptor_not_found or timeout."
    )
    socks_code: Mapped[int | None] = mapped_column(comment="Tor's SOCKS reply code. NULL: it gave none.")
    seconds: Mapped[Decimal] = mapped_column(comment="How long the attempt took, in seconds.")
