"""Accounts that sell, as pages state them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import EMPTY, Base, Observed, keyed_by, observed, part_of

__all__ = ["ExternalRatingRow", "VendorCounter", "VendorObservation"]

_NOT_SHOWN = " NULL: not shown."


class VendorObservation(Observed, Base):
    """One account as one place of one page states it."""

    __tablename__ = "vendor_observation"
    __mapper_args__ = keyed_by("parse_run_id", "ordinal")
    __table_args__ = observed(
        "vendor_observation",
        "One row per place of a page that states something of a selling account: its own pages, a listing's page, or a "
        "card. A page may state the same account many times (is_repeat). Source: the parsers' vendor records.",
        Index("vendor_observation_vendor_idx", "vendor"),
        of="vendor",
    )

    is_repeat: Mapped[bool] = mapped_column(
        comment="True where the same page states the account elsewhere, and better or earlier: count the other row."
    )
    vendor: Mapped[str] = mapped_column(comment="Name of the account as printed. Personal data.")
    seen_on: Mapped[str] = mapped_column(comment="page (the account's own), listing (a listing's page) or card.")
    sales_count: Mapped[int | None] = mapped_column(comment="Running count of sales; see sales_is_exact." + EMPTY)
    sales_since: Mapped[date | None] = mapped_column(comment="Day from which sales_count counts." + _NOT_SHOWN)
    sales_is_exact: Mapped[bool | None] = mapped_column(
        comment="False where the market rounds sales_count, which is then a lower bound. NULL: not known, or no count."
    )
    rating_mean: Mapped[Decimal | None] = mapped_column(comment="Mean rating, out of rating_scale." + EMPTY)
    rating_scale: Mapped[int | None] = mapped_column(comment="Best rating there is. NULL: there is no rating.")
    rating_count: Mapped[int | None] = mapped_column(comment="Number of ratings, as printed." + EMPTY)
    positive_share_pct: Mapped[Decimal | None] = mapped_column(
        comment="Share of positive ratings, in per cent." + EMPTY
    )
    level: Mapped[int | None] = mapped_column(comment="Level that the market gives the account." + EMPTY)
    trust_level: Mapped[int | None] = mapped_column(comment="Trust level that the market gives the account." + EMPTY)
    experience: Mapped[int | None] = mapped_column(comment="Experience points that the market gives it." + EMPTY)
    is_trusted: Mapped[bool | None] = mapped_column(comment="Whether the market marks the account as trusted." + EMPTY)
    may_finalize_early: Mapped[bool | None] = mapped_column(
        comment="Whether the account may have buyers pay before delivery." + EMPTY
    )
    member_since: Mapped[date | None] = mapped_column(comment="Day on which it joined, as printed." + EMPTY)
    last_active_on: Mapped[date | None] = mapped_column(comment="Day on which it was last active, as printed." + EMPTY)
    is_banned: Mapped[bool | None] = mapped_column(comment="Whether it is shown as banned." + EMPTY)
    is_on_vacation: Mapped[bool | None] = mapped_column(comment="Whether it is shown as away." + EMPTY)
    profile_sha256: Mapped[bytes | None] = mapped_column(comment="Digest of the profile (text)." + EMPTY)
    terms_sha256: Mapped[bytes | None] = mapped_column(comment="Digest of the terms (text)." + EMPTY)
    pgp_key_sha256: Mapped[bytes | None] = mapped_column(comment="Digest of the printed PGP key (text)." + EMPTY)
    pgp_fingerprint: Mapped[str | None] = mapped_column(comment="Fingerprint of the PGP key. Personal data." + EMPTY)
    dispute_count: Mapped[int | None] = mapped_column(comment="Disputes, as printed." + EMPTY)
    order_count: Mapped[int | None] = mapped_column(comment="Orders, as printed." + EMPTY)
    empty_fields: Mapped[list[str]] = mapped_column(
        comment="Fields that the page shows without a value, or whose value could not be read (then parse_issue names "
        "them); a list shown without entries too. What is NULL and not named here is not shown."
    )
    ships_from_raw: Mapped[str | None] = mapped_column(
        comment="Where the account says that it sends from, as printed." + EMPTY
    )
    ships_from_kind: Mapped[str | None] = mapped_column(
        comment="What that is: country, multi, region, world, digital or unknown. NULL: there is no origin."
    )
    origin_codes: Mapped[list[str] | None] = mapped_column(
        comment="Set of origins of the account: ISO 3166-1 alpha-2 and region names, sorted; empty if none could be "
        "read. NULL: there is no origin."
    )
    origin_excluded: Mapped[list[str] | None] = mapped_column(
        comment="Places that the origin names as excluded, sorted. NULL: there is no origin."
    )
    payment: Mapped[list[str] | None] = mapped_column(
        comment="Ways in which the account is paid, among escrow, finalize_early and multisig." + EMPTY
    )
    active_from: Mapped[datetime | None] = mapped_column(
        comment="Start of the interval in which the account was last active, from a printed age or bound (UTC)." + EMPTY
    )
    active_to: Mapped[datetime | None] = mapped_column(
        comment="End of the interval that begins with active_from, itself outside (UTC). NULL: not known."
    )


class VendorCounter(Observed, Base):
    """One number of a table of numbers about an account."""

    __tablename__ = "vendor_counter"
    __mapper_args__ = keyed_by("parse_run_id", "vendor_ordinal", "ordinal")
    __table_args__ = observed(
        "vendor_counter",
        "One row per number of a feedback window, a band of star counts, the trust votes or the star ratings of an "
        "account, as one place of one page states it. Source: vendor.feedback, star_counts, trust_votes, star_ratings.",
    )

    vendor_ordinal: Mapped[int] = part_of("vendor_observation")
    counter: Mapped[str] = mapped_column(
        comment="feedback_positive, feedback_neutral, feedback_negative; stars_1 to stars_5; trust_votes_for, "
        "trust_votes_against; or the stars (0 to 5) rating_stealth, rating_quality, rating_value."
    )
    window_or_band: Mapped[str | None] = mapped_column(
        comment="Rolling window 1m, 6m, 12m, or disjoint band of age newer_1m, newer_3m, older. NULL: over all time."
    )
    value: Mapped[int | None] = mapped_column(comment="The number. NULL: shown empty, or unreadable.")
    is_exact: Mapped[bool | None] = mapped_column(
        comment="False where the market rounds it (a lower bound). NULL: the page does not say."
    )
    since: Mapped[date | None] = mapped_column(comment="Day from which it counts." + _NOT_SHOWN)


class ExternalRatingRow(Observed, Base):
    """What this market shows of the same account on another."""

    __tablename__ = "external_rating"
    __mapper_args__ = keyed_by("parse_run_id", "vendor_ordinal", "ordinal")
    __table_args__ = observed(
        "external_rating",
        "One row per other market whose reputation a page shows for an account. Never add it to the account's own. "
        "Source: vendor.external_ratings.",
    )

    vendor_ordinal: Mapped[int] = part_of("vendor_observation")
    external_market: Mapped[str] = mapped_column(comment="The other market, as printed.")
    sales_count: Mapped[int | None] = mapped_column(comment="Sales there." + _NOT_SHOWN)
    sales_since: Mapped[date | None] = mapped_column(comment="Day from which sales_count counts." + _NOT_SHOWN)
    sales_is_exact: Mapped[bool | None] = mapped_column(comment="False where sales_count is rounded down." + _NOT_SHOWN)
    rating_mean: Mapped[Decimal | None] = mapped_column(comment="Mean rating there, out of rating_scale." + _NOT_SHOWN)
    rating_scale: Mapped[int | None] = mapped_column(comment="Best rating there is." + _NOT_SHOWN)
    positive_count: Mapped[int | None] = mapped_column(comment="Positive ratings there." + _NOT_SHOWN)
    neutral_count: Mapped[int | None] = mapped_column(comment="Neutral ratings there." + _NOT_SHOWN)
    negative_count: Mapped[int | None] = mapped_column(comment="Negative ratings there." + _NOT_SHOWN)
