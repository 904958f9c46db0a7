"""Listings: their state at each snapshot, and the spells of their prices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.derived.base import NOT_KNOWN, DerivedBase, InPart, derived

__all__ = ["ListingPriceSpell", "ListingState"]


class ListingState(InPart, DerivedBase):
    """One listing at one snapshot."""

    __tablename__ = "listing_state"
    __table_args__ = (
        Index("listing_state_listing_idx", "listing_id"),
        *derived(
            "One row per snapshot and listing that was seen in it, or before and after it, with its best statement "
            "there. Source: measures.looks.presence, measures.looks.listing_state."
        ),
    )

    snapshot_id: Mapped[str] = mapped_column(primary_key=True, comment="The snapshot.")
    listing_id: Mapped[str] = mapped_column(primary_key=True, comment="The market's own identifier of the listing.")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    vendor: Mapped[str | None] = mapped_column(comment="Its account, by the latest name. Personal data." + NOT_KNOWN)
    presence: Mapped[str] = mapped_column(comment="seen (in this snapshot) or between (only before and after it).")
    previous_snapshot_id: Mapped[str | None] = mapped_column(
        comment="The last snapshot before this one that it was seen in. NULL: it was not seen before."
    )
    next_snapshot_id: Mapped[str | None] = mapped_column(
        comment="The next snapshot after this one that it was seen in. NULL: it was not seen again."
    )
    stated_run: Mapped[UUID] = mapped_column(comment="The reading of the page that its state rests on (parse_run).")
    listing_observation_id: Mapped[UUID] = mapped_column(
        comment="The statement that its state rests on (listing_snapshot.listing_observation_id)."
    )
    stated_at: Mapped[datetime] = mapped_column(comment="When that page was captured (UTC).")
    origin_codes: Mapped[list[str] | None] = mapped_column(
        comment="Set of origins, sorted; empty if none could be read. NULL: no page ever stated one."
    )
    origin_source: Mapped[str | None] = mapped_column(
        comment="stated (in this snapshot), carried (from the nearest one that states it) or decided (by a person, see "
        "decision). NULL: there is no origin."
    )
    destination_codes: Mapped[list[str] | None] = mapped_column(comment="Set of destinations, sorted." + NOT_KNOWN)
    destination_excluded: Mapped[list[str] | None] = mapped_column(comment="Set of places ruled out." + NOT_KNOWN)
    drug_class: Mapped[str | None] = mapped_column(comment="Class of drug in the common taxonomy." + NOT_KNOWN)
    substance: Mapped[str | None] = mapped_column(
        comment="Substance within the class: by words, or by the class where it is the name of one (Ecstasy: mdma)."
        + NOT_KNOWN
    )
    product_class: Mapped[str | None] = mapped_column(comment="physical or digital." + NOT_KNOWN)
    price: Mapped[float | None] = mapped_column(comment="Price of one unit, in price_currency." + NOT_KNOWN)
    price_currency: Mapped[str | None] = mapped_column(comment="ISO 4217, or BTC, BCH, XMR, LTC." + NOT_KNOWN)
    quantity_grams: Mapped[float | None] = mapped_column(comment="Weight offered, in grams as sold." + NOT_KNOWN)
    quantity_units: Mapped[float | None] = mapped_column(comment="Number of countable units offered." + NOT_KNOWN)
    quantity_unit: Mapped[str | None] = mapped_column(
        comment="What quantity_units counts: piece (a pill, blotter or pack), dose (a hit), weight (a portion by "
        "weight) or volume (a portion by volume)." + NOT_KNOWN
    )


class ListingPriceSpell(InPart, DerivedBase):
    """One asked price of one listing."""

    __tablename__ = "listing_price"
    __table_args__ = derived(
        "One row per listing and spell in which it was seen with one asked price; prices that were stated at one "
        "instant have a row each. Source: measures.money.price_spells (E6), measures.money.holding_prices (E7)."
    )

    listing_id: Mapped[str] = mapped_column(primary_key=True, comment="The market's own identifier of the listing.")
    first_at: Mapped[datetime] = mapped_column(primary_key=True, comment="When the price was first seen (UTC).")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    last_at: Mapped[datetime] = mapped_column(comment="When it was last seen (UTC).")
    price: Mapped[float] = mapped_column(primary_key=True, comment="Price of one unit, in currency.")
    currency: Mapped[str] = mapped_column(primary_key=True, comment="ISO 4217 code, or BTC, BCH, XMR, LTC.")
    price_eur: Mapped[float | None] = mapped_column(comment="Price in EUR at the rate of first_at. NULL: no rate.")
    price_flag: Mapped[str] = mapped_column(
        comment="ok; holding (it only keeps buyers off); free; unverified_high (high, and nothing to judge it by); or "
        "implausible (nobody asks so much)."
    )
    observation_count: Mapped[int] = mapped_column(comment="Statements that the spell rests on.")
