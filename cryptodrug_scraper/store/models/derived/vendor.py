"""Vendors at each snapshot."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.derived.base import NOT_KNOWN, DerivedBase, InPart, derived

__all__ = ["VendorState"]


class VendorState(InPart, DerivedBase):
    """One account at one snapshot."""

    __tablename__ = "vendor_state"
    __table_args__ = (
        Index("vendor_state_vendor_idx", "vendor"),
        *derived(
            "One row per snapshot and account that was seen in it, or before and after it. "
            "Source: measures.looks.presence, measures.places.origins."
        ),
    )

    snapshot_id: Mapped[str] = mapped_column(primary_key=True, comment="The snapshot.")
    vendor: Mapped[str] = mapped_column(primary_key=True, comment="The account, by its latest name. Personal data.")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    presence: Mapped[str] = mapped_column(comment="seen (in this snapshot) or between (only before and after it).")
    listing_count: Mapped[int] = mapped_column(comment="Its listings that are live at the snapshot (listing_state).")
    origin_codes: Mapped[list[str] | None] = mapped_column(
        comment="Set of origins of these, sorted. NULL: none of them states one." + NOT_KNOWN
    )
    member_since: Mapped[date | None] = mapped_column(comment="Day on which it joined, as printed." + NOT_KNOWN)
