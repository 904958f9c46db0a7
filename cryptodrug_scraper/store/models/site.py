"""What pages say of the market itself: extents of lists, categories, rates, clock."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import KEY, Base, Observed, Seen, keyed_by, partitioned

__all__ = ["CategoryCount", "ExchangeRateRow", "PageTotalRow", "SiteObservation"]

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


class CategoryCount(Observed, Base):
    """One category and the number of listings that the menu prints for it."""

    __tablename__ = "category_count"
    __mapper_args__ = keyed_by("category_count_id")
    __table_args__ = partitioned(
        "category_count",
        ("category_count_id",),
        "One row per category in the menu of a page. Source: the parsers' category records.",
    )

    category_count_id: Mapped[UUID] = mapped_column(
        sort_order=KEY, comment="Identifier made of parse_run_id and ordinal: the same on any machine."
    )
    category_id: Mapped[str] = mapped_column(comment="The market's own identifier of the category.")
    category_path: Mapped[list[str]] = mapped_column(comment="Names of the market's categories, outermost first.")
    listing_count: Mapped[int | None] = mapped_column(comment="Offers in it, as the menu prints." + _NOT_SHOWN)


class ExchangeRateRow(Seen, Base):
    """A rate that a market counts with."""

    __tablename__ = "exchange_rate"
    __mapper_args__ = keyed_by("exchange_rate_id")
    __table_args__ = partitioned(
        "exchange_rate",
        ("exchange_rate_id",),
        "One row per pair of currencies in the rate table of a page. Source: the parsers' exchange_rate records.",
    )

    exchange_rate_id: Mapped[UUID] = mapped_column(
        sort_order=KEY, comment="Identifier made of parse_run_id and ordinal: the same on any machine."
    )
    is_repeat: Mapped[bool] = mapped_column(comment="True where the same page gave the pair before: count that row.")
    base: Mapped[str] = mapped_column(comment="The currency that is priced: ISO 4217, or BTC, BCH, XMR, LTC.")
    quote: Mapped[str] = mapped_column(comment="The currency that it is priced in.")
    rate: Mapped[Decimal | None] = mapped_column(comment="Units of quote for one unit of base. NULL: unreadable.")


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
