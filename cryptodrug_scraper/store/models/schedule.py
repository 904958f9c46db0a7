"""The entries of schedules, the machines that run them, and what became of the crawls that were due."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import Base, one_of

__all__ = ["ScheduleEntry", "ScheduleMachine", "ScheduleRun"]


class ScheduleEntry(Base):
    """One entry of a schedule, since it was first seen: what was due before it is not missed."""

    __tablename__ = "schedule_entry"
    __table_args__ = (
        {
            "comment": "One row per entry that a scheduler has ever read from its file. What was due before it was "
            "first seen was not missed. Source: the scheduler."
        },
    )

    entry: Mapped[str] = mapped_column(primary_key=True, comment="Name of the entry, as in the file.")
    market: Mapped[str] = mapped_column(comment="Code of the market that it crawled when it was first seen (market).")
    first_seen_at: Mapped[datetime] = mapped_column(comment="When a scheduler first read it (UTC).")
    next_due_at: Mapped[datetime | None] = mapped_column(
        comment="When its next crawl is due, or the first that is overdue (UTC), as a scheduler saw it last. NULL: its "
        "window has closed, no plan has it any more, or release 0.2.0 made the row."
    )


class ScheduleMachine(Base):
    """One machine whose scheduler uses this database."""

    __tablename__ = "schedule_machine"
    __table_args__ = (
        {"comment": "One row per machine whose scheduler has ever used this database. Source: the scheduler."},
    )

    machine: Mapped[str] = mapped_column(
        primary_key=True,
        comment="Its name: schedule run --machine, CRYPTODRUG_MACHINE, or else the name of the host.",
    )
    started_at: Mapped[datetime] = mapped_column(
        comment="When its scheduler started last (UTC, by the database's clock)."
    )
    last_seen_at: Mapped[datetime] = mapped_column(
        comment="Its last sign of life, one a minute (UTC, by the database's clock)."
    )
    stopped_at: Mapped[datetime | None] = mapped_column(
        comment="When its scheduler was told to end (UTC, by the database's clock). NULL: it runs, or ended otherwise."
    )
    silence_told_at: Mapped[datetime | None] = mapped_column(
        comment="When another machine ran its hook because this one was silent (UTC, by the database's clock). NULL: "
        "not since its last sign of life."
    )
    entries: Mapped[list[str]] = mapped_column(comment="Names of the entries that it runs (schedule_entry).")
    plan: Mapped[str] = mapped_column(
        comment="SHA-256 of the entries of its schedule file, hexadecimal: the same on machines that work by the same "
        "plan."
    )


class ScheduleRun(Base):
    """One crawl that was due."""

    __tablename__ = "schedule_run"
    __table_args__ = (
        one_of("outcome", "running", "complete", "partial", "aborted", "skipped", "missed"),
        {
            "comment": "One row per entry of a schedule and time at which a crawl was due, whichever machine's "
            "scheduler saw to it. Source: the scheduler."
        },
    )

    entry: Mapped[str] = mapped_column(
        ForeignKey("schedule_entry.entry"), primary_key=True, comment="Name of the entry (schedule_entry)."
    )
    due_at: Mapped[datetime] = mapped_column(
        primary_key=True,
        comment="When it was due (UTC); for a crawl that a scheduler took up again as it started, when it started.",
    )
    market: Mapped[str] = mapped_column(comment="Code of the market that was to be crawled (market).")
    started_at: Mapped[datetime | None] = mapped_column(
        comment="When the crawl was started (UTC). NULL: it was skipped or missed."
    )
    ended_at: Mapped[datetime | None] = mapped_column(
        comment="When the crawl ended (UTC). NULL: running, skipped or missed; or the scheduler was killed."
    )
    outcome: Mapped[str] = mapped_column(
        comment="running; complete, partial, aborted (as in crawl.status); skipped (another crawl of the market went "
        "on); missed (no scheduler ran, or it could not reach the database, until it was too late)."
    )
    detail: Mapped[str | None] = mapped_column(
        comment="Why, and which crawl was taken up again; holds no host. NULL: there is nothing to say."
    )
    crawl_id: Mapped[UUID | None] = mapped_column(
        comment="The crawl (crawl), once it has ended; its row may be missing there if the crawl could not reach the "
        "database. NULL: running, or none was begun."
    )
    machine: Mapped[str | None] = mapped_column(
        comment="The machine that ran it, or that found it skipped or missed (schedule_machine). NULL: release 0.2.0 "
        "made the row."
    )
