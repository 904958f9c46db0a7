"""Reviews that buyers left, as pages list them."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import EMPTY, KEY, Base, Observed, keyed_by, observed

__all__ = ["ReviewObservation"]


class ReviewObservation(Observed, Base):
    """One review in one list on one page."""

    __tablename__ = "review_observation"
    __mapper_args__ = keyed_by("parse_run_id", "ordinal")
    __table_args__ = observed(
        "review_observation",
        "One row per rating in a list on a page. The same rating on two pages, or on two days, is two rows; two equal "
        "rows of one page are two ratings. Source: the parsers' review records.",
        Index("review_observation_vendor_idx", "vendor"),
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
