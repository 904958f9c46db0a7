"""The lists within a listing: prices, tiers, ways of delivery, places."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import EMPTY, KEY, Base, Captured, Observed, keyed_by, one_of, partitioned

__all__ = ["ListingPlace", "ListingPrice", "PriceTierRow", "ShippingOptionRow"]

_NO_PRICE = " NULL: shown without a price, or unreadable."


class ListingPart(Captured):
    """A row of a list within a listing. Join by the id alone: captured_at may be NULL on both sides."""

    listing_observation_id: Mapped[UUID] = mapped_column(
        sort_order=KEY, comment="The statement of the offer (listing_observation)."
    )
    ordinal: Mapped[int] = mapped_column(sort_order=KEY + 1, comment="Position in the list, from 0.")


_KEY = ("listing_observation_id", "ordinal")


class ListingPrice(ListingPart, Base):
    """One of the prices of a listing."""

    __tablename__ = "listing_price"
    __mapper_args__ = keyed_by(*_KEY)
    __table_args__ = partitioned(
        "listing_price",
        _KEY,
        "One row per price that a statement of an offer shows for one unit, one per currency. Source: listing.prices.",
    )

    amount: Mapped[Decimal] = mapped_column(comment="Price of one unit, in currency.")
    currency: Mapped[str] = mapped_column(comment="ISO 4217 code, or BTC, BCH, XMR, LTC.")


class PriceTierRow(ListingPart, Base):
    """One step of a bulk price."""

    __tablename__ = "price_tier"
    __mapper_args__ = keyed_by(*_KEY)
    __table_args__ = partitioned(
        "price_tier",
        _KEY,
        "One row per step of the bulk prices of an offer, as one page states it. Source: listing.price_tiers.",
    )

    min_quantity: Mapped[Decimal] = mapped_column(comment="Smallest quantity that has this price, in units.")
    max_quantity: Mapped[Decimal | None] = mapped_column(comment="Largest quantity, in units. NULL: no upper end.")
    unit: Mapped[str | None] = mapped_column(comment="The unit, as printed. NULL: not shown.")
    price_amount: Mapped[Decimal | None] = mapped_column(comment="Price of one unit, in price_currency." + _NO_PRICE)
    price_currency: Mapped[str | None] = mapped_column(comment="Currency of price_amount. NULL: there is no price.")


class ShippingOptionRow(ListingPart, Base):
    """One way of delivery."""

    __tablename__ = "shipping_option"
    __mapper_args__ = keyed_by(*_KEY)
    __table_args__ = partitioned(
        "shipping_option",
        _KEY,
        "One row per way of delivery of an offer, as one page states it. Source: listing.shipping_options.",
    )

    label: Mapped[str] = mapped_column(comment="What the vendor calls it.")
    days: Mapped[Decimal | None] = mapped_column(comment="Days that it takes. NULL: not shown, or shown empty.")
    price_amount: Mapped[Decimal | None] = mapped_column(comment="Surcharge, in price_currency." + _NO_PRICE)
    price_currency: Mapped[str | None] = mapped_column(comment="Currency of price_amount. NULL: there is no price.")
    per: Mapped[str | None] = mapped_column(comment="What the surcharge is for, such as order. NULL: not shown.")


class ListingPlace(Observed, Base):
    """One origin or destination that a listing names or excludes."""

    __tablename__ = "listing_place"
    __mapper_args__ = keyed_by(*_KEY)
    __table_args__ = partitioned(
        "listing_place",
        _KEY,
        "One row per place that a statement of an offer names or rules out, in a field or in its free text. Source: "
        "listing.ships_from, listing.ships_to, and what the text rules out.",
        one_of("role", "origin", "destination"),
        one_of("relation", "include", "exclude"),
        one_of("source", "field", "text"),
    )

    listing_observation_id: Mapped[UUID] = mapped_column(
        sort_order=KEY, comment="The statement of the offer (listing_observation)."
    )
    is_repeat: Mapped[bool] = mapped_column(
        comment="True where another row decides: of a better statement of the offer on the page, or of an exclusion of "
        "the same place, which wins. Without these rows the set is final."
    )
    listing_id: Mapped[str | None] = mapped_column(comment="As in listing_observation.")
    vendor: Mapped[str | None] = mapped_column(comment="As in listing_observation. Personal data." + EMPTY)
    role: Mapped[str] = mapped_column(comment="origin (ships from) or destination (ships to).")
    relation: Mapped[str] = mapped_column(comment="include, or exclude (never shipped there, or from there).")
    code: Mapped[str | None] = mapped_column(
        comment="ISO 3166-1 alpha-2 code, or a region: EU, EUROPE, ASIA, WORLD … NULL: the field names no place that "
        "is known (see raw)."
    )
    kind: Mapped[str | None] = mapped_column(
        comment="What the whole field is: country, multi, region, world, digital or unknown. NULL: from the text."
    )
    source: Mapped[str] = mapped_column(comment="field (ships from, ships to) or text (the vendor's own words).")
    raw: Mapped[str | None] = mapped_column(comment="The field as printed. NULL: from the text.")
    text_field: Mapped[str | None] = mapped_column(
        comment="Field whose text says so: title, description, terms, refund_policy. NULL: from a field."
    )
    span: Mapped[str | None] = mapped_column(comment="The words of the text that say so. NULL: from a field.")
