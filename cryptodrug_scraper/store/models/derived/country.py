"""Where vendors send from, and where listings are not sent to."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.derived.base import NOT_KNOWN, DerivedBase, InPart, derived

__all__ = ["ListingDestination", "ListingMonth", "OriginMonth", "OriginMove", "OriginSpell", "RegionCountry"]


class OriginSpell(InPart, DerivedBase):
    """A time in which an account sends from one set of places."""

    __tablename__ = "origin_spell"
    __table_args__ = derived(
        "One row per account and spell in which its live listings have one set of origins. "
        "Source: measures.places.origins "
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
        "measures.places.origin_moves (E9)."
    )

    vendor: Mapped[str] = mapped_column(primary_key=True, comment="The account, by its latest name. Personal data.")
    moved_to: Mapped[datetime] = mapped_column(
        primary_key=True, comment="End of the interval in which it moved (UTC): by then at the latest."
    )
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    from_codes: Mapped[list[str]] = mapped_column(comment="Where it sent from, sorted.")
    to_codes: Mapped[list[str]] = mapped_column(comment="Where it sends from, sorted.")
    kept_codes: Mapped[list[str]] = mapped_column(comment="Other countries that it went on sending from, sorted.")
    moved_from: Mapped[datetime] = mapped_column(comment="Start of the interval in which it moved (UTC).")
    evidence: Mapped[str] = mapped_column(
        comment="restated (listings changed their origin) or replaced (others took their place)."
    )
    listing_count: Mapped[int] = mapped_column(comment="Listings that changed, or that took the place of others.")
    number: Mapped[int] = mapped_column(
        primary_key=True, comment="Number of the move among those of the account that end at moved_to, from 1."
    )


class ListingDestination(InPart, DerivedBase):
    """A place that a listing is sent to, or is not, for some time."""

    __tablename__ = "listing_destination"
    __table_args__ = derived(
        "One row per listing, spell in which its destinations do not change, and place that it names. The function "
        "destination answers for a country. Source: measures.places.destinations (E10)."
    )

    number: Mapped[int] = mapped_column(primary_key=True, comment="Number of the row in its part, from 1.")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    vendor: Mapped[str | None] = mapped_column(comment="Its account, by the latest name. Personal data." + NOT_KNOWN)
    listing_id: Mapped[str] = mapped_column(comment="The market's own identifier of the listing.")
    first_at: Mapped[datetime] = mapped_column(comment="Start of the first snapshot of the spell (UTC).")
    last_at: Mapped[datetime] = mapped_column(comment="End of its last snapshot (UTC).")
    until_at: Mapped[datetime] = mapped_column(comment="When the next spell begins, or last_at if there is none (UTC).")
    code: Mapped[str | None] = mapped_column(
        comment="ISO 3166-1 alpha-2, a region, or WORLD. NULL: it names no place in this spell."
    )
    is_included: Mapped[bool | None] = mapped_column(comment="Sent there; or else ruled out. NULL: it names no place.")
    why: Mapped[str | None] = mapped_column(comment="field or text. NULL: it names no place.")
    words: Mapped[str | None] = mapped_column(comment="The words of the text that rule it out. NULL: the field does.")


class ListingMonth(InPart, DerivedBase):
    """Where a listing was sent from in a month."""

    __tablename__ = "listing_month"
    __table_args__ = derived(
        "One row per listing and UTC month with a snapshot in which it was live: what definitions of a country's "
        "vendors rest on. Source: measures.places.definitions (E9)."
    )

    month: Mapped[date] = mapped_column(primary_key=True, comment="First day of the UTC month.")
    listing_id: Mapped[str] = mapped_column(primary_key=True, comment="The market's own identifier of the listing.")
    vendor: Mapped[str] = mapped_column(primary_key=True, comment="Its account, by the latest name. Personal data.")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    ever_codes: Mapped[list[str] | None] = mapped_column(
        comment="Countries that it was sent from in any snapshot of the month; empty if it names none. NULL: unstated."
    )
    last_codes: Mapped[list[str] | None] = mapped_column(comment="Countries in the month's last snapshot." + NOT_KNOWN)
    is_last: Mapped[bool] = mapped_column(comment="Whether it was live in the month's last snapshot.")
    drug_class: Mapped[str | None] = mapped_column(comment="Class of drug." + NOT_KNOWN)
    product_class: Mapped[str | None] = mapped_column(comment="physical or digital." + NOT_KNOWN)


class OriginMonth(InPart, DerivedBase):
    """Sales of an account in a month from one country."""

    __tablename__ = "origin_month"
    __table_args__ = derived(
        "One row per account, UTC month, class of goods and country: its estimated sales, by the origins of listings "
        "(attribution A1). Source: measures.places.attribution (E9)."
    )

    number: Mapped[int] = mapped_column(primary_key=True, comment="Number of the row in its part, from 1.")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    vendor: Mapped[str] = mapped_column(comment="The account, by its latest name. Personal data.")
    month: Mapped[date] = mapped_column(comment="First day of the UTC month.")
    code: Mapped[str | None] = mapped_column(comment="ISO 3166-1 alpha-2. NULL: no country is stated.")
    drug_class: Mapped[str | None] = mapped_column(comment="Class of drug." + NOT_KNOWN)
    product_class: Mapped[str | None] = mapped_column(comment="physical or digital." + NOT_KNOWN)
    transactions: Mapped[float | None] = mapped_column(comment="Estimated sales." + NOT_KNOWN)
    turnover_eur: Mapped[float | None] = mapped_column(comment="Estimated worth, EUR." + NOT_KNOWN)


class RegionCountry(InPart, DerivedBase):
    """A country of a region."""

    __tablename__ = "region_country"
    __table_args__ = derived(
        "One row per region, country in it, and time in which it is. Source: measures.places.regions (E10)."
    )

    number: Mapped[int] = mapped_column(primary_key=True, comment="Number of the row, from 1.")
    region: Mapped[str] = mapped_column(comment="Name of the region, as in destination codes.")
    country: Mapped[str] = mapped_column(comment="ISO 3166-1 alpha-2.")
    since: Mapped[date | None] = mapped_column(comment="First day. NULL: longer ago than any market.")
    until: Mapped[date | None] = mapped_column(comment="Day after the last. NULL: it still is in it.")
