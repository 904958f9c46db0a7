"""Where vendors send from, and where listings are not sent to."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.derived.base import NOT_KNOWN, DerivedBase, InPart, derived

__all__ = ["ListingExclusionWords", "OriginMove", "OriginSpell", "RegionCountry"]


class OriginSpell(InPart, DerivedBase):
    """A time in which an account sends from one set of places."""

    __tablename__ = "origin_spell"
    __table_args__ = derived(
        "One row per account and spell in which its live listings have one set of origins. Source: measures.origins "
        "(E9)."
    )

    vendor: Mapped[str] = mapped_column(primary_key=True, comment="The account, by its latest name. Personal data.")
    from_latest: Mapped[datetime] = mapped_column(
        primary_key=True, comment="First snapshot with this set (UTC): it has it by then at the latest."
    )
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    origin_codes: Mapped[list[str]] = mapped_column(comment="Set of origins, sorted.")
    from_earliest: Mapped[datetime | None] = mapped_column(
        comment="Last snapshot before without it (UTC). NULL: there is none; it may have had it before."
    )
    to_earliest: Mapped[datetime] = mapped_column(comment="Last snapshot with this set (UTC).")
    to_latest: Mapped[datetime | None] = mapped_column(
        comment="First snapshot after without it (UTC). NULL: there is none; it may have kept it."
    )


class OriginMove(InPart, DerivedBase):
    """A move of an account from one place to another."""

    __tablename__ = "origin_move"
    __table_args__ = derived(
        "One row per move of an account: it stopped sending from one set of places and sends from another. Source: "
        "measures.origin_moves (E9)."
    )

    vendor: Mapped[str] = mapped_column(primary_key=True, comment="The account, by its latest name. Personal data.")
    moved_to: Mapped[datetime] = mapped_column(
        primary_key=True, comment="End of the interval in which it moved (UTC): by then at the latest."
    )
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    from_codes: Mapped[list[str]] = mapped_column(comment="Where it sent from, sorted.")
    to_codes: Mapped[list[str]] = mapped_column(comment="Where it sends from, sorted.")
    moved_from: Mapped[datetime] = mapped_column(comment="Start of the interval in which it moved (UTC).")
    evidence: Mapped[str] = mapped_column(comment="What tells: how many listings changed or were replaced.")


class ListingExclusionWords(InPart, DerivedBase):
    """The words by which a listing rules out a place."""

    __tablename__ = "listing_exclusion"
    __table_args__ = derived(
        "One row per listing, snapshot and place that it rules out, with the words. Source: measures.destinations "
        "(E10)."
    )

    listing_id: Mapped[str] = mapped_column(primary_key=True, comment="The listing.")
    snapshot_id: Mapped[str] = mapped_column(primary_key=True, comment="The snapshot.")
    code: Mapped[str] = mapped_column(primary_key=True, comment="ISO 3166-1 alpha-2, or a region.")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    source: Mapped[str] = mapped_column(comment="field (ships to) or text (the vendor's own words).")
    words: Mapped[str | None] = mapped_column(comment="The words." + NOT_KNOWN)


class RegionCountry(InPart, DerivedBase):
    """A country of a region."""

    __tablename__ = "region_country"
    __table_args__ = derived(
        "One row per region and country in it, in the years 2018 and 2019. Source: measures.regions (E10)."
    )

    region: Mapped[str] = mapped_column(primary_key=True, comment="Name of the region, as in destination codes.")
    country: Mapped[str] = mapped_column(primary_key=True, comment="ISO 3166-1 alpha-2.")
