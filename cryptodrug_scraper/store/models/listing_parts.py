"""The lists within a listing: further prices, tiers, ways of delivery, places that are ruled out."""

from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.page.parts import PriceTier, ShippingOption, Variant
from cryptodrug_scraper.store.models.base import WORDS, Base, Observed, keyed_by, observed, one_of, part_of

__all__ = ["ListingExclusion", "ListingPrice", "ListingVariant", "PriceTierRow", "ShippingOptionRow"]

_KEY = ("parse_run_id", "listing_ordinal", "ordinal")
_SOURCES = ("field", "text")
_TEXTS = ("title", "description", "terms", "refund_policy")


class ListingPart(Observed):
    """A row of a list within a listing. Join by parse_run_id and ordinal: captured_at may be NULL on both sides."""

    listing_ordinal: Mapped[int] = part_of("listing_observation")


class ListingPrice(ListingPart, Base):
    """One of the prices of a listing."""

    __tablename__ = "listing_price"
    __mapper_args__ = keyed_by(*_KEY)
    __table_args__ = observed(
        "listing_price",
        "One row per price that a statement of a listing shows for one unit, one per currency, without the one that is "
        "listing_observation.price_amount. Source: listing.prices.",
    )

    amount: Mapped[Decimal] = mapped_column(comment="Price of one unit, in currency.")
    currency: Mapped[str] = mapped_column(comment="ISO 4217 code, or BTC, BCH, XMR, LTC.")


class PriceTierRow(ListingPart, Base, states=(PriceTier,)):
    """One step of a bulk price."""

    __tablename__ = "price_tier"
    __mapper_args__ = keyed_by(*_KEY)
    __table_args__ = observed(
        "price_tier",
        "One row per step of the bulk prices of a listing, as one page states it. Source: listing.price_tiers.",
    )


class ShippingOptionRow(ListingPart, Base, states=(ShippingOption,)):
    """One way of delivery."""

    __tablename__ = "shipping_option"
    __mapper_args__ = keyed_by(*_KEY)
    __table_args__ = observed(
        "shipping_option",
        "One row per way of delivery of a listing, as one page states it. Source: listing.shipping_options.",
    )


class ListingVariant(ListingPart, Base, states=(Variant,)):
    """One variant of an offer."""

    __tablename__ = "listing_variant"
    __mapper_args__ = keyed_by(*_KEY)
    __table_args__ = observed(
        "listing_variant",
        "One row per variant of a listing among which buyers choose, as one page states it. Source: listing.variants.",
        since="0121",
    )


class ListingExclusion(ListingPart, Base):
    """One destination that a listing rules out."""

    __tablename__ = "listing_exclusion"
    __mapper_args__ = keyed_by(*_KEY)
    __table_args__ = observed(
        "listing_exclusion",
        "One row per destination that a statement of a listing rules out, in the field or in its free text; where it "
        "rules out a place twice, count the first. The sets of places are in listing_observation. Source: "
        "listing.excluded_in_field, listing.excluded_in_text.",
        one_of("source", *_SOURCES),
    )

    code: Mapped[str] = mapped_column(comment="ISO 3166-1 alpha-2 code, or a region: EU, EUROPE, ASIA, WORLD …")
    source: Mapped[str] = mapped_column(
        info={WORDS: _SOURCES}, comment="field (ships to) or text (the vendor's own words)."
    )
    text_field: Mapped[str | None] = mapped_column(
        info={WORDS: _TEXTS},
        comment="Field whose text says so: title, description, terms, refund_policy. NULL: from a field.",
    )
    span: Mapped[str | None] = mapped_column(comment="The words of the text that say so. NULL: from a field.")
