"""Months of vendors and markets."""

from datetime import date
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import SINCE
from cryptodrug_scraper.store.models.derived.base import NOT_KNOWN, DerivedBase, InPart, derived

__all__ = ["MarketMonth", "RatingDelay", "RatingMonth", "VendorMonth"]

_NO_RATE = NOT_KNOWN.removesuffix(".") + ", or some of them have no rate."


class VendorMonth(InPart, DerivedBase):
    """One account in one month."""

    __tablename__ = "vendor_month"
    __table_args__ = derived(
        "One row per account and UTC month in which a sale of it is known: how many sales, worth what. Ratings lie "
        "in the month in which they were left, estimates of all sales in that of the order. Source: "
        "measures.sales.vendor_months, measures.sales.allotment (E4, E5)."
    )

    vendor: Mapped[str] = mapped_column(primary_key=True, comment="The account, by its latest name. Personal data.")
    month: Mapped[date] = mapped_column(primary_key=True, comment="First day of the UTC month.")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    review_count: Mapped[int] = mapped_column(comment="Ratings whose interval touches the month.")
    transactions_shown: Mapped[float] = mapped_column(
        comment="Ratings left in the month; one whose interval reaches beyond it counts for its part."
    )
    shown_low: Mapped[float] = mapped_column(
        comment="Ratings whose interval lies within the month, less those that may be another one or of another month."
    )
    shown_high: Mapped[float] = mapped_column(
        comment="Ratings whose interval touches the month, and those that may be of it or were taken for others."
    )
    transactions: Mapped[float | None] = mapped_column(
        comment="Estimate of all sales: ratings over the feedback rate, or counters. NULL: pages show neither."
    )
    transactions_low: Mapped[float | None] = mapped_column(
        comment="Lower end of its 95 % interval; never below the ratings of orders that were surely made in the month, "
        "which may be fewer than were left in it." + NOT_KNOWN
    )
    transactions_high: Mapped[float | None] = mapped_column(comment="Upper end." + NOT_KNOWN)
    counter_transactions: Mapped[float | None] = mapped_column(comment="Sales by counters." + NOT_KNOWN)
    feedback_rate: Mapped[float | None] = mapped_column(comment="Ratings per sale that was applied." + NOT_KNOWN)
    turnover_shown_eur: Mapped[float | None] = mapped_column(comment="Worth of the ratings, EUR." + _NO_RATE)
    turnover_eur: Mapped[float | None] = mapped_column(comment="Estimate of the worth of all sales, EUR." + NOT_KNOWN)
    turnover_eur_low: Mapped[float | None] = mapped_column(comment="Lower end, EUR." + NOT_KNOWN)
    turnover_eur_high: Mapped[float | None] = mapped_column(comment="Upper end, EUR." + NOT_KNOWN)
    turnover_raw_eur: Mapped[float | None] = mapped_column(
        comment="Worth of the ratings by prices as stated, holding prices too, EUR: never a headline." + _NO_RATE
    )
    turnover_imputed_eur: Mapped[float | None] = mapped_column(
        comment="Worth of the ratings with the usual price in place of holding prices, EUR." + _NO_RATE
    )
    is_truncated: Mapped[bool] = mapped_column(
        comment="Whether pages show only the newest of its ratings, so that some of the month were never shown."
    )
    counter_flag: Mapped[str | None] = mapped_column(
        comment="ok; implausible (the counter grew as no vendor sells, so the month rests on the ratings). NULL: no "
        "counter is known."
    )


class MarketMonth(InPart, DerivedBase):
    """One measure of one market in one month."""

    __tablename__ = "market_month"
    __table_args__ = derived(
        "One row per market, UTC month and measure. "
        "Source: measures.sales.market_months (E4, E5, E14), measures.sales.comparable "
        "(E16)."
    )

    month: Mapped[date] = mapped_column(primary_key=True, comment="First day of the UTC month.")
    measure: Mapped[str] = mapped_column(
        primary_key=True,
        comment="vendors, listings (live at any snapshot of the month; no row where too few of them were met); "
        "transactions, turnover_eur (estimates of all sales); transactions_c13 (Christin 2013). What "
        "ratings alone show is in vendor_month.",
    )
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    value: Mapped[float | None] = mapped_column(
        comment="The figure. NULL: it cannot be known yet, and reason says why."
    )
    low: Mapped[float | None] = mapped_column(comment="Lower end of the 95 % interval." + NOT_KNOWN)
    high: Mapped[float | None] = mapped_column(comment="Upper end of the 95 % interval." + NOT_KNOWN)
    vendor_count: Mapped[int] = mapped_column(comment="Accounts that it rests on; below 5 it is not for publication.")
    grade: Mapped[str] = mapped_column(
        comment="Of the snapshots that it rests on: complete, usable or partial; turnover of a month of which some "
        "sales have no rate is partial, too."
    )
    reason: Mapped[str | None] = mapped_column(
        info={SINCE: "0109"}, comment="Why there is no figure. NULL: there is one."
    )
    reason_code: Mapped[str | None] = mapped_column(
        info={SINCE: "0109"}, comment="Code of the reason, the same in each language. NULL: there is a figure."
    )
    reason_values: Mapped[dict[str, Any] | None] = mapped_column(
        JSON,
        info={SINCE: "0109"},
        comment="What the sentence of the reason tells, by name; shares are parts of one. NULL: there is a figure.",
    )


class RatingDelay(InPart, DerivedBase):
    """How long after an order its rating is left."""

    __tablename__ = "rating_delay"
    __table_args__ = derived(
        "One row per market: how long after an order its rating is left. "
        "Source: measures.ratings.rating_delays (E4, E5).",
        since="0109",
    )

    market: Mapped[str] = mapped_column(primary_key=True, comment="Code of the market.")
    days: Mapped[float] = mapped_column(
        comment="Mean delay of its ratings, days: of counters that were read often, drawn to 5 as far as they do not "
        "tell it."
    )
    error_days: Mapped[float] = mapped_column(comment="Its standard error, days: 2.9 where no counter tells anything.")


class RatingMonth(InPart, DerivedBase):
    """Ratings of one market that were left in one month."""

    __tablename__ = "rating_month"
    __table_args__ = derived(
        "One row per market and UTC month in which a rating was left: which part of them one look alone shows. "
        "Source: measures.looks.seen_once.",
        since="0113",
    )

    market: Mapped[str] = mapped_column(primary_key=True, comment="Code of the market.")
    month: Mapped[date] = mapped_column(
        primary_key=True, comment="First day of the UTC month in which its ratings can have been left at the earliest."
    )
    seen_once: Mapped[float] = mapped_column(
        comment="Part of these ratings that no second snapshot shows, 0 to 1: the time from the first page that shows "
        "them to the last is no longer than the longest snapshot of the market."
    )
