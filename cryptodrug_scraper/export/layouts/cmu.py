"""
The form of the data that Carnegie Mellon University deposited with IMPACT (Soska and Christin's line of work).

Its names are kept with their spelling. ``hash_str`` is the pseudonym of this program. Its classes of drugs are
ours, too.
"""

from __future__ import annotations

from cryptodrug_scraper.export.layouts.layout import LayoutTable
from cryptodrug_scraper.statements import statement

__all__ = ["CMU"]

_MARKETPLACE = {"marketplace": ("market", "Code of the market.")}

CMU: tuple[LayoutTable, ...] = (
    LayoutTable(
        "users",
        "One row per account and market.",
        ("marketplace", "hash_str"),
        {
            "hash_str": ("vendor", "The account, by its latest name."),
            **_MARKETPLACE,
            "total_sales": ("turnover_eur", "Estimated turnover in the months of the window, EUR."),
            "first_observed": ("first_on", "First UTC day of a snapshot that saw it."),
            "last_observed": ("last_on", "Last UTC day of a snapshot that saw it."),
            "category": ("drug_class", "Class of drug of most of its listings."),
            "diversity": ("class_count", "How many classes of drug it offered."),
        },
        statement(__package__, "users"),
    ),
    LayoutTable(
        "items",
        "One row per listing: what its page stated last in the window, or its card where no page of it was seen.",
        ("marketplace", "hash_str"),
        {
            "hash_str": ("listing_id", "The listing."),
            **_MARKETPLACE,
            "title": ("title", "Its title."),
            "vendor_hash": ("vendor", "The vendor, as printed."),
            "total_sales": (
                "turnover_eur",
                "What its rated sales in the window were worth, EUR; no estimate of others.",
            ),
            "first_observed": ("first_at", "When it was seen first in the window (UTC)."),
            "last_observed": ("last_at", "When it was seen last in the window (UTC)."),
            "prediction": ("drug_class", "Class of drug: by the market's category, else by words of the title."),
            "ships_to": ("destination_codes", "Destinations, ISO 3166-1 alpha-2 or a region."),
            "ships_from": ("origin_codes", "Origins, the same."),
            "description": ("description", "The vendor's text."),
        },
        statement(__package__, "items"),
    ),
    LayoutTable(
        "feedbacks",
        "One row per rating. Repeated sightings are one row: it must not be joined with items by title and vendor.",
        ("hash_str",),
        {
            "hash_str": ("review_id", "The rating."),
            **_MARKETPLACE,
            "item_hash": ("listing_id", "The listing, as items.hash_str; empty where it is not known."),
            "date": ("occurred_on", "Last UTC day on which it can have been left."),
            "giver": ("buyer_mask", "The buyer, by the mask that the market shows."),
            "reciever": ("vendor", "The vendor, as users.hash_str."),
            "message": ("comment", "What the buyer wrote."),
            "order_title": ("listing_title", "Title of the listing."),
            "feedback_value": ("sign", "Stars from 1 to 5; or positive, neutral, negative."),
            "order_amount": ("amount", "What was paid, as printed."),
            "order_currency": ("amount_currency", "Currency of order_amount."),
            "order_amount_eur": ("amount_eur", "What the sale was worth, EUR."),
        },
        statement(__package__, "feedbacks"),
    ),
    LayoutTable(
        "parse_items",
        "One row per statement of a listing on a page, each look at a market with its own.",
        (),
        {
            **_MARKETPLACE,
            "date": ("captured_at", "When the page was captured (UTC)."),
            "hash_str": ("listing_id", "The listing."),
            "seller_id": ("vendor", "The vendor, as printed."),
            "title": ("title", "Its title."),
            "category": ("category_path", "Path of the category."),
            "ship_from": ("origin_codes", "Origins, ISO 3166-1 alpha-2 or a region."),
            "ship_to": ("destination_codes", "Destinations, the same."),
            "price": ("price_amount", "Asked price."),
            "currency": ("price_currency", "Currency of the price."),
            "listing_description": ("description", "The vendor's text."),
        },
        statement(__package__, "listing_statements"),
    ),
    LayoutTable(
        "parse_users",
        "One row per statement of a vendor on a page, each look at a market with its own.",
        (),
        {
            **_MARKETPLACE,
            "date": ("captured_at", "When the page was captured (UTC)."),
            "id": ("vendor", "The vendor, as printed."),
            "profile": ("profile", "What the vendor writes of itself."),
            "PGP": ("pgp_key", "Its OpenPGP key."),
            "PGP_fingerprint": ("pgp_fingerprint", "Fingerprint of its key."),
        },
        statement(__package__, "vendor_statements"),
    ),
)
