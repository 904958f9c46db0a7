"""What pages say of the market itself: extents of lists, clock."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import KEY, Base, Observed, keyed_by, partitioned

__all__ = ["PageTotalRow", "SiteObservation"]

_NOT_SHOWN = " NULL: not shown, shown empty, or unreadable."


class PageTotalRow(Observed, Base):
    """The extent of one list of a page."""

    __tablename__ = "page_total"
    __mapper_args__ = keyed_by("page_total_id")
    __table_args__ = partitioned(
        "page_total",
        ("page_total_id",),
        "One row per list on a page: what the page says of its extent, against which coverage is measured. Source: the "
        "parsers' page_total records.",
    )

    page_total_id: Mapped[UUID] = mapped_column(
        sort_order=KEY, comment="Identifier made of parse_run_id and ordinal: the same on any machine."
    )
    listed_kind: Mapped[str] = mapped_column(comment="What is listed: listing or review.")
    total_count: Mapped[int | None] = mapped_column(comment="Rows of the whole list, as printed." + _NOT_SHOWN)
    page_count: Mapped[int | None] = mapped_column(comment="Pages of the whole list, as printed." + _NOT_SHOWN)
    page_number: Mapped[int | None] = mapped_column(comment="Which of them this is, from 1." + _NOT_SHOWN)
    hidden_count: Mapped[int | None] = mapped_column(comment="Rows that the page says it leaves out." + _NOT_SHOWN)


class SiteObservation(Observed, Base):
    """The frame of one page."""

    __tablename__ = "site_observation"
    __mapper_args__ = keyed_by("site_observation_id")
    __table_args__ = partitioned(
        "site_observation",
        ("site_observation_id",),
        "One row per page whose frame says something of the site. Source: the parsers' site records.",
    )

    site_observation_id: Mapped[UUID] = mapped_column(
        sort_order=KEY, comment="Identifier made of parse_run_id and ordinal: the same on any machine."
    )
    server_time: Mapped[datetime | None] = mapped_column(comment="The clock that the page prints (UTC)." + _NOT_SHOWN)
    display_currency: Mapped[str | None] = mapped_column(comment="Currency in which it shows prices." + _NOT_SHOWN)
    is_logged_in: Mapped[bool | None] = mapped_column(comment="Whether the visitor is logged in. NULL: not shown.")
