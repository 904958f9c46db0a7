"""Listings as pages state them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import EMPTY, KEY, Base, Observed, keyed_by, observed

__all__ = ["ListingObservation"]

_FACT = " Derived from the listing's words and category. NULL: they do not say."


class ListingObservation(Observed, Base):
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
        comment="True where the same page states the listing elsewhere, and better or earlier: count the other row."
    )
    listing_id: Mapped[str | None] = mapped_column(
        comment="The market's own identifier of the listing. NULL: unreadable (see parse_issue)."
    )
    seen_on: Mapped[str] = mapped_column(comment="card (one of a list) or page (the listing's own).")
    title: Mapped[str | None] = mapped_column(comment="Title of the listing. NULL: empty or unreadable.")
    is_title_cut: Mapped[bool] = mapped_column(comment="Whether the page shows the title cut short.")
    vendor: Mapped[str | None] = mapped_column(comment="Name of the account that offers it. Personal data." + EMPTY)
    category_id: Mapped[str | None] = mapped_column(comment="The market's own identifier of the category." + EMPTY)
    category_path: Mapped[list[str] | None] = mapped_column(
        comment="Names of the market's categories, outermost first." + EMPTY
    )
    price_amount: Mapped[Decimal | None] = mapped_column(
        comment="Price of one unit in price_currency: the fiat price where one is shown, else the coin's." + EMPTY
    )
    price_currency: Mapped[str | None] = mapped_column(
        comment="Currency of price_amount: ISO 4217, or BTC, BCH, XMR, LTC. NULL: there is no price."
    )
    price_unit: Mapped[str | None] = mapped_column(comment="What the price is for, as printed." + EMPTY)
    order_min: Mapped[Decimal | None] = mapped_column(comment="Smallest quantity of one order, in units." + EMPTY)
    order_max: Mapped[Decimal | None] = mapped_column(comment="Largest quantity of one order, in units." + EMPTY)
    ships_from_raw: Mapped[str | None] = mapped_column(comment="Origin as printed." + EMPTY)
    ships_from_kind: Mapped[str | None] = mapped_column(
        comment="What the origin is: country, multi, region, world, digital or unknown. NULL: there is no origin."
    )
    origin_codes: Mapped[list[str] | None] = mapped_column(
        comment="Set of origins: ISO 3166-1 alpha-2 and region names, sorted; empty if none could be read. NULL: there "
        "is no origin."
    )
    origin_excluded: Mapped[list[str] | None] = mapped_column(
        comment="Places that the origin names as excluded, sorted. NULL: there is no origin."
    )
    ships_to_raw: Mapped[str | None] = mapped_column(comment="Destination as printed." + EMPTY)
    ships_to_kind: Mapped[str | None] = mapped_column(
        comment="What the destination is: country, multi, region, world, digital or unknown. NULL: there is none."
    )
    destination_codes: Mapped[list[str] | None] = mapped_column(
        comment="Set of destinations in the destination field, sorted; an exclusion wins over them. NULL: there is no "
        "such field."
    )
    destination_excluded: Mapped[list[str]] = mapped_column(
        comment="Set of destinations that the field or the free text rules out, sorted (listing_exclusion: the words)."
    )
    payment: Mapped[list[str] | None] = mapped_column(
        comment="Ways of payment among escrow, finalize_early and multisig; empty where none of them is offered."
        + EMPTY
    )
    accepted_coins: Mapped[list[str] | None] = mapped_column(comment="Coins that are accepted." + EMPTY)
    product_class: Mapped[str | None] = mapped_column(comment="physical or digital." + EMPTY)
    stock_count: Mapped[int | None] = mapped_column(comment="Units left; 0 is sold out." + EMPTY)
    stock_is_unlimited: Mapped[bool | None] = mapped_column(
        comment="Whether the stock is shown as unlimited. NULL: the page does not say so."
    )
    sold_count: Mapped[int | None] = mapped_column(comment="Running count of sales; see sold_is_exact." + EMPTY)
    sold_since: Mapped[date | None] = mapped_column(
        comment="Day from which sold_count counts. NULL: the page does not say."
    )
    sold_is_exact: Mapped[bool | None] = mapped_column(
        comment="False where the market rounds sold_count, which is then a lower bound. NULL: not known, or no count."
    )
    view_count: Mapped[int | None] = mapped_column(comment="Running count of views." + EMPTY)
    is_on_vacation: Mapped[bool | None] = mapped_column(comment="Whether the vendor is shown as away." + EMPTY)
    is_promoted: Mapped[bool | None] = mapped_column(comment="Whether the card is an advertisement." + EMPTY)
    description_sha256: Mapped[bytes | None] = mapped_column(comment="Digest of the description (text)." + EMPTY)
    terms_sha256: Mapped[bytes | None] = mapped_column(comment="Digest of the terms (text)." + EMPTY)
    refund_policy_sha256: Mapped[bytes | None] = mapped_column(comment="Digest of the refund policy (text)." + EMPTY)
    tags: Mapped[list[str] | None] = mapped_column(comment="Tags that the vendor gave the listing." + EMPTY)
    empty_fields: Mapped[list[str]] = mapped_column(
        comment="Fields that the page shows without a value, or whose value could not be read (then parse_issue names "
        "them); a list shown without entries too. What is NULL and not named here is not shown."
    )
    drug_class: Mapped[str | None] = mapped_column(comment="Class of drug in the common taxonomy." + _FACT)
    substance: Mapped[str | None] = mapped_column(comment="Substance within the class." + _FACT)
    quantity_grams: Mapped[Decimal | None] = mapped_column(comment="Weight offered, in grams as sold." + _FACT)
    quantity_units: Mapped[Decimal | None] = mapped_column(comment="Number of countable units offered." + _FACT)
    quantity_unit: Mapped[str | None] = mapped_column(comment="What quantity_units counts, such as pill." + _FACT)
    drug_class_source: Mapped[str | None] = mapped_column(
        comment="What decided on drug_class: category (the market's), title (its words), or category_words (those of a "
        "category that the taxonomy does not know). NULL: there is no class."
    )
