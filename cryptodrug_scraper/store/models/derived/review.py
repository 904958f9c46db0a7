"""Distinct reviews, the sales that they stand for, and the origins of these."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.store.models.base import SINCE
from cryptodrug_scraper.store.models.derived.base import NOT_KNOWN, DerivedBase, InPart, derived

__all__ = ["DistinctReview", "OrderDoubt", "Sale", "SaleOrigin"]


class DistinctReview(InPart, DerivedBase):
    """One rating that a buyer left, however many pages show it."""

    __tablename__ = "distinct_review"
    __table_args__ = derived(
        "One row per rating that a buyer left, however often and on however many pages it was seen. Source: "
        "measures.ratings.review_identity, measures.ratings.review_listing (E3)."
    )

    review_id: Mapped[UUID] = mapped_column(
        primary_key=True, comment="The statement of it that was seen first (review.review_observation_id)."
    )
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    vendor: Mapped[str | None] = mapped_column(
        comment="The rated account, by its latest name. Personal data." + NOT_KNOWN
    )
    listing_id: Mapped[str | None] = mapped_column(comment="The listing that was bought." + NOT_KNOWN)
    listing_ids: Mapped[list[str] | None] = mapped_column(
        comment="The listings that it may belong to, where several fit alike; share it equally. NULL: see listing_id."
    )
    listing_source: Mapped[str] = mapped_column(
        comment="page (a page says it), matched (the ratings of listings' pages tell) or unknown."
    )
    stars: Mapped[float | None] = mapped_column(comment="Stars given, out of 5. NULL: the market shows none.")
    sign: Mapped[str | None] = mapped_column(comment="positive, neutral or negative. NULL: the market shows none.")
    is_default_comment: Mapped[bool | None] = mapped_column(
        comment="Whether the market's own words were left." + NOT_KNOWN
    )
    buyer_mask: Mapped[str | None] = mapped_column(comment="Masked name of the buyer. Personal data." + NOT_KNOWN)
    amount: Mapped[float | None] = mapped_column(comment="Amount of the order as printed. NULL: none is printed.")
    amount_currency: Mapped[str | None] = mapped_column(comment="Currency of amount. NULL: there is none.")
    occurred_from: Mapped[datetime | None] = mapped_column(
        comment="Earliest instant at which it can have been left (UTC), by all pages that show it." + NOT_KNOWN
    )
    occurred_to: Mapped[datetime | None] = mapped_column(
        comment="End of the interval that begins with occurred_from, itself outside (UTC)." + NOT_KNOWN
    )
    first_seen_at: Mapped[datetime] = mapped_column(comment="When a page showed it first (UTC).")
    last_seen_at: Mapped[datetime] = mapped_column(comment="When a page showed it last (UTC).")
    sighting_count: Mapped[int] = mapped_column(comment="Statements of it (rows of review).")
    state: Mapped[str] = mapped_column(comment="seen; edited (its words or stars changed); or vanished.")
    last_review_observation_id: Mapped[UUID] = mapped_column(
        comment="The statement of it that was seen last (review.review_observation_id)."
    )
    certainty: Mapped[float | None] = mapped_column(
        info={SINCE: "0104"},
        comment="Chance that all sightings are of one rating, and that no other row is the same one, from 0 to 1: "
        "below 1 where rows are equal in all but their dates, which contradict each other. NULL: release 0.2.0 made "
        "the row.",
    )


class Sale(InPart, DerivedBase):
    """One sale for which a review stands."""

    __tablename__ = "sale"
    __table_args__ = (
        Index("sale_vendor_idx", "vendor"),
        Index("sale_listing_idx", "listing_id"),
        Index("sale_time_idx", "market", "occurred_from"),
        *derived(
            "One row per sale for which a rating stands, with what it was worth. "
            "Source: measures.sales.sale_amounts (E6-E8)."
        ),
    )

    transaction_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The rating (distinct_review.review_id).")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    vendor: Mapped[str | None] = mapped_column(
        comment="The account that sold, by its latest name. Personal data." + NOT_KNOWN
    )
    listing_id: Mapped[str | None] = mapped_column(comment="The listing that was bought." + NOT_KNOWN)
    occurred_from: Mapped[datetime | None] = mapped_column(
        comment="Earliest instant at which the rating can have been left (UTC)." + NOT_KNOWN
    )
    occurred_to: Mapped[datetime | None] = mapped_column(comment="End of that interval, itself outside." + NOT_KNOWN)
    amount_eur_low: Mapped[float | None] = mapped_column(comment="Least that it can have been worth, EUR." + NOT_KNOWN)
    amount_eur: Mapped[float | None] = mapped_column(
        comment="What it was worth, EUR; without holding prices, and with the usual price in their place (price_flag "
        "imputed_holding)." + NOT_KNOWN
    )
    amount_eur_high: Mapped[float | None] = mapped_column(comment="Most that it can have been worth, EUR." + NOT_KNOWN)
    raw_eur: Mapped[float | None] = mapped_column(
        comment="What it was worth by the price as stated, holding prices too, EUR: never a headline." + NOT_KNOWN
    )
    filtered_eur: Mapped[float | None] = mapped_column(
        comment="What it was worth, EUR, with no sale at a holding price." + NOT_KNOWN
    )
    imputed_eur: Mapped[float | None] = mapped_column(
        comment="What it was worth, EUR, with the usual price in place of holding prices and of unknown ones."
        + NOT_KNOWN
    )
    price_source: Mapped[str] = mapped_column(
        comment="printed (with the rating), listing_before or listing_after (the price asked before or after it), "
        "tier, listing_median, no_rate (a price is known, and no rate of its currency on that day), or missing."
    )
    price_flag: Mapped[str] = mapped_column(
        comment="ok, holding, imputed_holding, unverified_high, free or implausible (what is printed beside the "
        "rating, or asked, cannot have been paid: raw_eur has it, amount_eur is that of a sale without a printed "
        "amount)."
    )
    quantity: Mapped[float | None] = mapped_column(comment="Units that were bought." + NOT_KNOWN)
    asked_eur: Mapped[float | None] = mapped_column(
        comment="What one unit was asked for at that time, EUR." + NOT_KNOWN
    )
    is_tiered: Mapped[bool] = mapped_column(comment="Whether the listing has prices by quantity.")
    order_ratio: Mapped[float | None] = mapped_column(
        comment="By what asked_eur was multiplied, as no amount is printed: one of the ratios that such orders have "
        "where amounts are printed, each as often as it was met there; 1: one unit. NULL: printed."
    )
    drug_class: Mapped[str | None] = mapped_column(comment="Class of drug of the listing." + NOT_KNOWN)
    substance: Mapped[str | None] = mapped_column(
        comment="Substance within the class: by words, or by the class where it is the name of one (Ecstasy: mdma)."
        + NOT_KNOWN
    )
    quantity_grams: Mapped[float | None] = mapped_column(comment="Weight of one unit, grams." + NOT_KNOWN)
    origin_codes: Mapped[list[str] | None] = mapped_column(
        comment="Origins of the listing at that time, sorted. NULL: not known, or its listings differ (sale_origin)."
    )


class SaleOrigin(InPart, DerivedBase):
    """The share of a sale that falls to an origin."""

    __tablename__ = "sale_origin"
    __table_args__ = derived(
        "One row per sale and origin of its listing at that time: an equal share of the sale for each origin of a set, "
        "and for each listing that it may belong to (attribution A1). Source: measures.places.attribution (E9)."
    )

    transaction_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The sale.")
    code: Mapped[str] = mapped_column(primary_key=True, comment="ISO 3166-1 alpha-2.")
    market: Mapped[str] = mapped_column(comment="Code of the market.")
    basis: Mapped[str] = mapped_column(
        comment="listing (it is known), or candidates (several, or those that its vendor had then)."
    )
    weight: Mapped[float] = mapped_column(comment="Share of the sale, above 0 and up to 1.")


class OrderDoubt(InPart, DerivedBase):
    """How far off the amounts of orders are that no page prints."""

    __tablename__ = "order_doubt"
    __table_args__ = derived(
        "One row per derivation in which amounts can be learned: how far off those are that no page prints. Source: "
        "measures.money.order_doubt (E6).",
        since="0116",
    )

    alike: Mapped[float] = mapped_column(
        comment="How alike orders of one listing are in how many units they are of, 0 to 1, of printed amounts of all "
        "markets; 1 where nothing tells it."
    )
    apart: Mapped[float] = mapped_column(
        comment="By how many standard deviations of an order those of a market that prints no amounts may be of more "
        "units, or of fewer, than those of the markets that do (68 %); 1 where nothing tells it."
    )
