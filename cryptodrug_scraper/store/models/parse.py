"""Parse runs: which parser version read which page, and the issues that it reported."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import (
    KEY,
    Base,
    Captured,
    Observed,
    keyed_by,
    observed,
    one_of,
    partitioned,
)

__all__ = ["PageStructure", "ParseIssue", "ParseRun", "ParserVersion", "ShownParser", "SupersededRun"]


class ParserVersion(Base):
    """One version of the parsers that has read pages here, and where it stands among the others."""

    __tablename__ = "parser_version"
    __table_args__ = (
        {
            "comment": "One row per parser version that has read pages into this database. The newest has the highest "
            "release; among equals, it is the one that came last. Source: the loader."
        },
    )

    parser_version: Mapped[str] = mapped_column(primary_key=True, comment="The version, as in parse_run.")
    release: Mapped[list[int]] = mapped_column(
        comment="The numbers in the version before any + sign, compared one by one: 0.10 is newer than 0.9."
    )
    first_loaded_at: Mapped[datetime] = mapped_column(
        comment="When its first rows were loaded (UTC): the clock of this database, not of any page."
    )


class ParseRun(Captured, Base):
    """One page read by one version of the parser."""

    __tablename__ = "parse_run"
    __mapper_args__ = keyed_by("parse_run_id")
    __table_args__ = partitioned(
        "parse_run",
        ("parse_run_id",),
        "One row per capture and parser version that read it; pages without content are rows too. Source: replay and "
        "crawl.",
        one_of("time_basis", "source", "page_clock", "none"),
        Index("parse_run_capture_idx", "capture_id"),
        Index("parse_run_review_list_idx", "review_list_id", postgresql_where="review_list_id IS NOT NULL"),
    )

    parse_run_id: Mapped[UUID] = mapped_column(
        sort_order=KEY,
        comment="Identifier of the reading, made of capture_id and parser_version: the same on any machine.",
    )
    captured_at: Mapped[datetime | None] = mapped_column(
        sort_order=KEY + 10,
        comment="Best single instant of the capture by this reading (UTC), used for every as-of question; the table is "
        "partitioned by its month. The second that the source states; else the page's own clock where it agrees, or "
        "where only the file's modification time speaks against it; else the start of the stated day. NULL: unknown.",
    )
    capture_id: Mapped[UUID] = mapped_column(comment="The page that was read (capture).")
    parser_version: Mapped[str] = mapped_column(comment="Version of the parser that read it (parser_version).")
    market: Mapped[str | None] = mapped_column(comment="Code of the market whose page it is. NULL: of no known market.")
    kind: Mapped[str] = mapped_column(comment="Kind of page, such as listing; or the kind of wall, such as captcha.")
    is_wall: Mapped[bool] = mapped_column(comment="Whether pages of this kind never hold content (login, captcha …).")
    encoding: Mapped[str | None] = mapped_column(comment="Encoding that the bytes really have. NULL: they are no text.")
    is_complete: Mapped[bool] = mapped_column(comment="False where the page is cut: its last record was dropped.")
    listing_count: Mapped[int] = mapped_column(comment="Rows of listing_observation that the page gave.")
    vendor_count: Mapped[int] = mapped_column(comment="Rows of vendor_observation that the page gave.")
    review_count: Mapped[int] = mapped_column(comment="Rows of review_observation that the page gave.")
    other_count: Mapped[int] = mapped_column(comment="Records of all other types that the page gave.")
    link_count: Mapped[int] = mapped_column(comment="Links to further pages that were found on it.")
    warning_count: Mapped[int] = mapped_column(comment="Rows of parse_issue with severity warning.")
    error_count: Mapped[int] = mapped_column(comment="Rows of parse_issue with severity error.")
    structure_id: Mapped[UUID | None] = mapped_column(
        comment="What the page's markup is made of (page_structure). NULL: of no known market."
    )
    menu_id: Mapped[UUID | None] = mapped_column(
        comment="The menu of categories that the page shows (category_count). NULL: it shows none."
    )
    rate_table_id: Mapped[UUID | None] = mapped_column(
        comment="The table of rates that the page shows (exchange_rate). NULL: it shows none."
    )
    time_precision: Mapped[str] = mapped_column(
        comment="How well captured_at is known: second, day (it is the day's start) or unknown."
    )
    review_list_id: Mapped[UUID | None] = mapped_column(
        comment="The list of ratings that the page shows (review_observation). NULL: it shows none."
    )
    time_basis: Mapped[str] = mapped_column(
        comment="What captured_at rests on: source (see capture_origin.time_source), page_clock (site_observation) or "
        "none.",
    )


class PageStructure(Base):
    """The class names and ids that a page's markup has."""

    __tablename__ = "page_structure"
    __table_args__ = (
        {
            "comment": "One row per distinct set of class names and ids in the markup of pages; many pages share one. "
            "Source: the loader."
        },
    )

    structure_id: Mapped[UUID] = mapped_column(
        primary_key=True, comment="Identifier made of the marks: the same on any machine."
    )
    marks: Mapped[list[str]] = mapped_column(
        comment="Class names as .name and ids as #name, digits folded to 0, sorted; none of a page's own texts."
    )


class ShownParser(Base):
    """The parser version of a market whose readings the views show, where it has read the page."""

    __tablename__ = "shown_parser"
    __mapper_args__ = keyed_by(by="market")
    __table_args__ = (
        UniqueConstraint("market", name="shown_parser_key", postgresql_nulls_not_distinct=True),
        {
            "comment": "One row per market: the parser version whose readings the research views show. A page that it "
            "has not read is shown by its newest reading. Source: the replay or crawl that began to read with it."
        },
    )

    market: Mapped[str | None] = mapped_column(comment="Code of the market. NULL: pages of no known market.")
    parser_version: Mapped[str] = mapped_column(comment="The version, as in parse_run.")
    chosen_at: Mapped[datetime] = mapped_column(comment="Since when it has been so (UTC): the clock of this database.")
    chosen_by: Mapped[str | None] = mapped_column(
        comment="Who began to read with it, as user@host. NULL: it was the newest when revision 0103 came."
    )


class SupersededRun(Base):
    """A reading that is not shown, as another of its page is. Kept by the loader; the views leave its rows out."""

    __tablename__ = "superseded_run"
    __table_args__ = (
        {
            "comment": "One row per parse run beside which another of the same capture is shown: that of the chosen "
            "parser (shown_parser), or else the newest. Its rows stay; the research views leave them out. Source: the "
            "loader."
        },
    )

    parse_run_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The reading that is not shown (parse_run).")


class ParseIssue(Observed, Base):
    """One issue of one page."""

    __tablename__ = "parse_issue"
    __mapper_args__ = keyed_by("parse_run_id", "ordinal")
    __table_args__ = observed(
        "parse_issue",
        "One row per oddity of a page that a reader of its records should know. Source: the parsers, and the loader "
        "for clocks.",
        one_of("severity", "info", "warning", "error"),
    )

    code: Mapped[str] = mapped_column(comment="What it is, in a word such as truncated; the documentation lists them.")
    severity: Mapped[str] = mapped_column(comment="info, warning, or error (a field or a record is missing).")
    detail: Mapped[str] = mapped_column(comment="What exactly, and where on the page.")
