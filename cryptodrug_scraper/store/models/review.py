"""Reviews that buyers left, as pages list them: lists, and what stands in them."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.page.review import Review
from cryptodrug_scraper.store.models.base import KEY, LAST, MONTH, Base, by_month, keyed_by, partitioned

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


class ReviewObservation(_OfMonth, Base, states=(Review,), first=("position", "occurred_from", "occurred_to")):
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
    empty_fields: Mapped[list[str]] = mapped_column(
        sort_order=LAST,
        comment="Fields that the page shows without a value, or whose value could not be read (then parse_issue names "
        "them). What is NULL and not named here is not shown.",
    )
