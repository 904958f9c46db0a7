"""
The form of DATACRYPTO, version 3: tables and keys by the names that its public crawler of 2017-2018 gives them.

Its keys of a user or an ad, which are rows there, are columns here. Each table has the state that was seen last in the
window; what one day alone stated is in the views.
"""

from __future__ import annotations

from cryptodrug_scraper.export.layouts.layout import LayoutTable
from cryptodrug_scraper.statements import statement

__all__ = ["DATACRYPTO"]

_RATINGS = statement(__package__, "ratings")
_FEEDBACK = {
    "market": ("market", "Code of the market."),
    "external_id": ("review_id", "Identifier of the rating."),
    "submitted_on": ("occurred_on", "Last UTC day on which it can have been left."),
    "rating": ("sign", "Stars from 1 to 5; or positive, neutral, negative."),
    "comment": ("comment", "What the buyer wrote."),
    "submitted_by": ("buyer_mask", "The buyer, by the mask that the market shows."),
    "price": ("amount", "What was paid, as printed."),
    "currency": ("amount_currency", "Currency of the price."),
    "item_name": ("listing_title", "Title of the ad."),
}

DATACRYPTO: tuple[LayoutTable, ...] = (
    LayoutTable(
        "market",
        "One row per market.",
        ("name",),
        {
            "name": ("market", "Code of the market."),
            "first_scrape": ("first_at", "When the first snapshot began (UTC)."),
            "last_scrape": ("last_at", "When the last snapshot ended (UTC)."),
        },
        statement(__package__, "markets"),
    ),
    LayoutTable(
        "scrape",
        "One row per snapshot, a look at one market.",
        ("id",),
        {
            "id": ("snapshot_id", "Identifier of the snapshot."),
            "market": ("market", "Code of the market."),
            "start": ("first_at", "When it began (UTC)."),
            "end": ("last_at", "When it ended (UTC)."),
            "ads_seen": ("listing_seen", "Ads that were seen."),
            "ads_expected": ("listing_expected", "Ads that the market said it had."),
            "grade": ("grade", "complete, usable or partial."),
        },
        statement(__package__, "snapshots"),
    ),
    LayoutTable(
        "user",
        "One row per vendor and market: what was stated last in the window. A key that no page stated is empty.",
        ("market", "username"),
        {
            "market": ("market", "Code of the market."),
            "username": ("vendor", "The handle."),
            "last_update": ("last_seen_at", "When it was seen last (UTC)."),
            "successful_transactions": ("sales_count", "Sales, as the market counts them."),
            "average_rating": ("rating_mean", "Mean rating, as printed."),
            "trusted_seller": ("is_trusted", "Whether the market calls it trusted."),
            "fe_enabled": ("may_finalize_early", "Whether buyers may have to pay before delivery."),
            "join_date": ("member_since", "Day of joining."),
            "last_active": ("last_active_on", "Day of the last activity."),
            "level": ("level", "Level of the vendor."),
            "trust_level": ("trust_level", "Level of trust."),
            "exp": ("experience", "Points of experience."),
            "is_banned": ("is_banned", "Whether it is banned."),
            "vacation_mode": ("is_on_vacation", "Whether it is on vacation."),
            "profile": ("profile", "What the vendor writes of itself."),
            "terms_and_conditions": ("terms", "Its terms."),
            "public_pgp_key": ("pgp_key", "Its OpenPGP key."),
            "pgp_fingerprint": ("pgp_fingerprint", "Fingerprint of its key."),
        },
        statement(__package__, "latest_vendors"),
    ),
    LayoutTable(
        "ads",
        "One row per listing: what its page stated last in the window, or its card where no page of it was seen.",
        ("market", "external_id"),
        {
            "market": ("market", "Code of the market."),
            "external_id": ("listing_id", "The market's own identifier."),
            "title": ("title", "Its title."),
            "seller": ("vendor", "The vendor."),
            "last_update": ("last_seen_at", "When it was seen last (UTC)."),
            "category": ("category_path", "Path of the category."),
            "price": ("price_amount", "Asked price."),
            "currency": ("price_currency", "Currency of the price."),
            "ships_from": ("origin_codes", "Origins, ISO 3166-1 alpha-2 or a region."),
            "ships_to": ("destination_codes", "Destinations, the same."),
            "ships_to_except": ("destination_excluded", "Places that are ruled out."),
            "escrow": ("has_escrow", "Whether payment is held until delivery."),
            "multisig": ("has_multisig", "Whether several must sign a payment."),
            "accepted_currencies": ("accepted_coins", "Coins that are taken."),
            "stock": ("stock_count", "Stock left."),
            "views": ("view_count", "Views."),
            "already_sold": ("sold_count", "Items sold, as the market counts them."),
            "minimum_order": ("order_min", "Smallest order."),
            "maximum_order": ("order_max", "Largest order."),
            "description": ("description", "The vendor's text."),
            "terms_and_conditions": ("terms", "Its terms."),
            "refund_policy": ("refund_policy", "Its policy of refunds."),
        },
        statement(__package__, "latest_listings"),
    ),
    LayoutTable(
        "ads_feedback",
        "One row per rating that is tied to a listing. Repeated sightings are one row.",
        ("external_id",),
        {**_FEEDBACK, "ads": ("listing_id", "The ad, as ads.external_id.")},
        _RATINGS,
        needs="listing_id",
    ),
    LayoutTable(
        "seller_feedback",
        "One row per rating of a vendor, those of ads_feedback with it. Repeated sightings are one row.",
        ("external_id",),
        {**_FEEDBACK, "seller": ("vendor", "The vendor, as user.username, by the latest name.")},
        _RATINGS,
    ),
)
