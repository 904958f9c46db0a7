"""Listings as pages state them."""

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.page.facts import ListingFacts
from cryptodrug_scraper.page.listing import Listing
from cryptodrug_scraper.store.models.base import KEY, LAST, Base, Observed, keyed_by, observed

__all__ = ["ListingObservation"]


class ListingObservation(Observed, Base, states=(Listing, ListingFacts), first=("listing_id", "seen_on")):
    """One listing as one place of one page states it."""

    __tablename__ = "listing_observation"
    __mapper_args__ = keyed_by("parse_run_id", "ordinal")
    __table_args__ = observed(
        "listing_observation",
        "One row per place of a page that states a listing: a card in a list, or the listing's own page. A page may "
        "state the same listing twice (is_repeat). Source: the parsers' listing records.",
        Index("listing_observation_listing_idx", "listing_id"),
        of="listing_id",
    )

    price_ordinal: Mapped[int | None] = mapped_column(
        Integer,
        sort_order=KEY + 15,
        comment="Position of the price among the prices of the listing, from 0: listing_price has the others only. "
        "NULL: no list of prices is shown, or the price is not in it.",
    )
    is_repeat: Mapped[bool] = mapped_column(
        sort_order=KEY + 16,
        comment="True where the same page states the listing elsewhere, and better or earlier: count the other row.",
    )
    empty_fields: Mapped[list[str]] = mapped_column(
        sort_order=LAST,
        comment="Fields that the page shows without a value, or whose value could not be read (then parse_issue names "
        "them); a list shown without entries too. What is NULL and not named here is not shown.",
    )
