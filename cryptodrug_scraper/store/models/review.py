"""Reviews that buyers left, as pages list them: lists, and what stands in them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import EMPTY, KEY, MONTH, Base, by_month, keyed_by, partitioned

__all__ = ["ReviewList", "ReviewObservation"]


class _OfMonth:
    """What readings of one month may have in common: it goes with the month when that is detached."""

    month: Mapped[date | None] = mapped_column(
        sort_order=KEY,
        comment="First day of the UTC month of the captures that show it, by which the table is partitioned. NULL: "
        "their time is unknown.",
    )
    review_list_id: Mapped[UUID] = mapped_column(
        sort_order=KEY + 1,
        comment="Identifier made of the month and of all that the list says: the same on any machine "
        "(parse_run.review_list_id).",
    )


class ReviewList(_OfMonth, Base):
    """A list of reviews, as one page or several show it to the letter."""

    __tablename__ = "review_list"
    __mapper_args__ = keyed_by("review_list_id", by=MONTH)
    __table_args__ = partitioned(
        "review_list",
        ("review_list_id",),
        "One row per list of ratings that pages of one month show; captures that repeat it unchanged share it "
        "(parse_run.review_list_id), whichever parser version read them. Source: the loader.",
        by=MONTH,
    )


class ReviewObservation(_OfMonth, Base):
    """One review in one list."""

    __tablename__ = "review_observation"
    __mapper_args__ = keyed_by("review_list_id", "ordinal", by=MONTH)
    __table_args__ = (
        Index("review_observation_list_idx", "review_list_id", "ordinal"),
        Index("review_observation_vendor_idx", "vendor"),
        by_month(
            "One row per rating in a list of ratings (review_list). The same rating in two lists is two rows; two "
            "equal rows of one list are two ratings. The view research.review has a row for each page that shows it. "
            "Source: the parsers' review records.",
            MONTH,
        ),
    )

    ordinal: Mapped[int] = mapped_column(
        Integer, sort_order=KEY + 14, comment="Position among the records of the page, from 0."
    )
    position: Mapped[int] = mapped_column(Integer, sort_order=KEY + 15, comment="Position in the page's list, from 1.")
    vendor: Mapped[str | None] = mapped_column(
        comment="Name of the account that is rated. Personal data. NULL: the page does not say."
    )
    listing_id: Mapped[str | None] = mapped_column(comment="The listing that was bought (market's own id)." + EMPTY)
    listing_title: Mapped[str | None] = mapped_column(comment="Title of the listing that was bought." + EMPTY)
    stars: Mapped[Decimal | None] = mapped_column(comment="Stars given, out of 5." + EMPTY)
    sign: Mapped[str | None] = mapped_column(comment="positive, neutral or negative." + EMPTY)
    comment_sha256: Mapped[bytes | None] = mapped_column(comment="Digest of the buyer's words (text)." + EMPTY)
    is_default_comment: Mapped[bool | None] = mapped_column(
        comment="Whether the words are the market's own default; then there is no comment. NULL: not known."
    )
    buyer_mask: Mapped[str | None] = mapped_column(comment="Masked name of the buyer. Personal data." + EMPTY)
    amount: Mapped[Decimal | None] = mapped_column(comment="Amount of the order, in amount_currency." + EMPTY)
    amount_currency: Mapped[str | None] = mapped_column(comment="Currency of amount. NULL: there is no amount.")
    amount_step: Mapped[Decimal | None] = mapped_column(
        comment="Rounding of the printed amount, in amount_step_currency." + EMPTY
    )
    amount_step_currency: Mapped[str | None] = mapped_column(comment="Currency of amount_step. NULL: there is none.")
    age_raw: Mapped[str | None] = mapped_column(comment="Age or time as printed." + EMPTY)
    occurred_from: Mapped[datetime | None] = mapped_column(
        sort_order=KEY + 16,
        comment="Earliest instant at which the rating can have been left (UTC), from the printed age and the capture "
        "time. NULL: not known.",
    )
    occurred_to: Mapped[datetime | None] = mapped_column(
        sort_order=KEY + 17,
        comment="End of the interval that begins with occurred_from, itself outside (UTC). NULL: not known.",
    )
    reply_sha256: Mapped[bytes | None] = mapped_column(comment="Digest of the vendor's answer (text)." + EMPTY)
    empty_fields: Mapped[list[str]] = mapped_column(
        comment="Fields that the page shows without a value, or whose value could not be read (then parse_issue names "
        "them). What is NULL and not named here is not shown."
    )
