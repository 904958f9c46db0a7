"""Reviews that buyers left, as pages list them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import EMPTY, KEY, Base, Seen, keyed_by, partitioned

__all__ = ["ReviewObservation"]


class ReviewObservation(Seen, Base):
    """One review in one list on one page."""

    __tablename__ = "review_observation"
    __mapper_args__ = keyed_by("review_observation_id")
    __table_args__ = partitioned(
        "review_observation",
        ("review_observation_id",),
        "One row per rating in a list on a page. The same rating on two pages, or on two days, is two rows; two equal "
        "rows of one page are two ratings. Source: the parsers' review records.",
        Index("review_observation_vendor_idx", "vendor"),
    )

    review_observation_id: Mapped[UUID] = mapped_column(
        sort_order=KEY, comment="Identifier made of parse_run_id and ordinal: the same on any machine."
    )
    position: Mapped[int] = mapped_column(comment="Position in the page's list, from 1.")
    vendor: Mapped[str | None] = mapped_column(
        comment="Name of the account that is rated. Personal data. NULL: the page does not say."
    )
    listing_id: Mapped[str | None] = mapped_column(comment="The offer that was bought (market's own id)." + EMPTY)
    listing_title: Mapped[str | None] = mapped_column(comment="Title of the offer that was bought." + EMPTY)
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
        comment="Earliest instant at which the rating can have been left (UTC), from the printed age and the capture "
        "time. NULL: not known."
    )
    occurred_to: Mapped[datetime | None] = mapped_column(
        comment="End of the interval that begins with occurred_from, itself outside (UTC). NULL: not known."
    )
    reply_sha256: Mapped[bytes | None] = mapped_column(comment="Digest of the vendor's answer (text)." + EMPTY)
    empty_fields: Mapped[list[str]] = mapped_column(
        comment="Fields that the page shows without a value, or whose value could not be read (then parse_issue names "
        "them). What is NULL and not named here is not shown."
    )
