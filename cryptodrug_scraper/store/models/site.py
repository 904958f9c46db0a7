"""What pages say of the market itself: extents of lists, clock."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import Base, Observed, keyed_by, observed

__all__ = ["PageTotalRow", "SiteObservation"]

_NOT_SHOWN = " NULL: not shown, shown empty, or unreadable."


class PageTotalRow(Observed, Base):
    """The extent of one list of a page."""

    __tablename__ = "page_total"
    __mapper_args__ = keyed_by("parse_run_id", "ordinal")
    __table_args__ = observed(
        "page_total",
        "One row per list on a page: what the page says of its extent, against which coverage is measured. Source: the "
        "parsers' page_total records.",
    )

    listed_kind: Mapped[str] = mapped_column(comment="What is listed: listing or review.")
    total_count: Mapped[int | None] = mapped_column(comment="Rows of the whole list, as printed." + _NOT_SHOWN)
    page_count: Mapped[int | None] = mapped_column(comment="Pages of the whole list, as printed." + _NOT_SHOWN)
    page_number: Mapped[int | None] = mapped_column(comment="Which of them this is, from 1." + _NOT_SHOWN)
    hidden_count: Mapped[int | None] = mapped_column(comment="Rows that the page says it leaves out." + _NOT_SHOWN)


class SiteObservation(Observed, Base):
    """The frame of one page."""

    __tablename__ = "site_observation"
    __mapper_args__ = keyed_by("parse_run_id", "ordinal")
    __table_args__ = observed(
        "site_observation",
        "One row per page whose frame says something of the site. Source: the parsers' site records.",
    )

    server_time: Mapped[datetime | None] = mapped_column(comment="The clock that the page prints (UTC)." + _NOT_SHOWN)
    display_currency: Mapped[str | None] = mapped_column(comment="Currency in which it shows prices." + _NOT_SHOWN)
    is_logged_in: Mapped[bool | None] = mapped_column(comment="Whether the visitor is logged in. NULL: not shown.")
