"""Accounts that sell, as pages state them."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.page.parts import ExternalRating
from cryptodrug_scraper.page.vendor import Vendor
from cryptodrug_scraper.store.models.base import KEY, LAST, WORDS, Base, Observed, keyed_by, observed, part_of

__all__ = ["ExternalRatingRow", "VendorCounter", "VendorObservation"]

_COUNTERS = (
    *(f"feedback_{sign}" for sign in ("positive", "neutral", "negative")),
    *(f"stars_{stars}" for stars in range(1, 6)),
    *("trust_votes_for", "trust_votes_against", "rating_stealth", "rating_quality", "rating_value"),
)
_WINDOWS = ("1m", "6m", "12m", "newer_1m", "newer_3m", "older")


class VendorObservation(Observed, Base, states=(Vendor,)):
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
        sort_order=KEY + 16,
        comment="True where the same page states the account elsewhere, and better or earlier: count the other row.",
    )
    empty_fields: Mapped[list[str]] = mapped_column(
        sort_order=LAST,
        comment="Fields that the page shows without a value, or whose value could not be read (then parse_issue names "
        "them); a list shown without entries too. What is NULL and not named here is not shown.",
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
        info={WORDS: _COUNTERS},
        comment="feedback_positive, feedback_neutral, feedback_negative; stars_1 to stars_5; trust_votes_for, "
        "trust_votes_against; or the stars (0 to 5) rating_stealth, rating_quality, rating_value.",
    )
    window_or_band: Mapped[str | None] = mapped_column(
        info={WORDS: _WINDOWS},
        comment="Rolling window 1m, 6m, 12m, or disjoint band of age newer_1m, newer_3m, older. NULL: over all time.",
    )
    value: Mapped[int | None] = mapped_column(comment="The number. NULL: shown empty, or unreadable.")
    is_exact: Mapped[bool | None] = mapped_column(
        comment="False where the market rounds it (a lower bound). NULL: the page does not say."
    )
    since: Mapped[date | None] = mapped_column(comment="Day from which it counts. NULL: not shown.")


class ExternalRatingRow(Observed, Base, states=(ExternalRating,)):
    """What this market shows of the same account on another."""

    __tablename__ = "external_rating"
    __mapper_args__ = keyed_by("parse_run_id", "vendor_ordinal", "ordinal")
    __table_args__ = observed(
        "external_rating",
        "One row per other market whose reputation a page shows for an account. Never add it to the account's own. "
        "Source: vendor.external_ratings.",
    )

    vendor_ordinal: Mapped[int] = part_of("vendor_observation")
