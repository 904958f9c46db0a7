"""An offer, as one place of one page states it."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from cryptodrug_scraper.page.fields import Column, Form, Means, Personal, Table, Views
from cryptodrug_scraper.page.parts import (
    Counter,
    Money,
    OrderLimits,
    Payment,
    Place,
    PriceTier,
    ShippingOption,
    Shown,
    Stock,
    TextExclusion,
    Variant,
)

__all__ = ["Listing"]

_BOTH = Views.ROWS | Views.LOOKS
_NO_ORIGIN = "there is no origin."


class Listing(msgspec.Struct, tag="listing", tag_field="record", kw_only=True):
    """
    One offer as one place of one page states it.

    What is not sent to is kept by its source: ``excluded_in_field`` are the places that the field itself rules out,
    ``excluded_in_text`` those that the vendor's words rule out. ``ships_to`` is the outcome of both. Each of the two
    lists is there only if it has an entry.
    """

    listing_id: Annotated[
        str | None,
        Column("listing_id", form=Form.KEY),
        Means(
            "The market's own identifier of the listing.",
            Personal.LISTING,
            null="unreadable (see parse_issue).",
            views=_BOTH,
        ),
    ]
    title: Annotated[
        str | None, Means("Title of the listing.", Personal.WORDS, null="empty or unreadable.", views=_BOTH)
    ]
    title_cut: Annotated[
        bool, Column("is_title_cut"), Means("Whether the page shows the title cut short.", Personal.NO)
    ]
    seen_on: Annotated[
        Literal["card", "page"], Means("card (one of a list) or page (the listing's own).", Personal.NO, views=_BOTH)
    ]
    vendor: Annotated[
        Shown[str],
        Column("vendor", form=Form.KEY),
        Means("Name of the account that offers it.", Personal.VENDOR, views=_BOTH),
    ] = UNSET
    category_id: Annotated[
        Shown[str], Means("The market's own identifier of the category.", Personal.NO, views=_BOTH)
    ] = UNSET
    category_path: Annotated[
        Shown[list[str]], Means("Names of the market's categories, outermost first.", Personal.NO, views=_BOTH)
    ] = UNSET
    price: Annotated[
        Shown[Money],
        Column("price_amount", "amount"),
        Means(
            "Price of one unit in price_currency: the fiat price where one is shown, else the coin's.",
            Personal.NO,
            unit="price_currency",
            views=_BOTH,
        ),
        Column("price_currency", "currency"),
        Means(
            "Currency of price_amount: ISO 4217, or BTC, BCH, XMR, LTC.",
            Personal.NO,
            null="there is no price.",
            views=_BOTH,
        ),
    ] = UNSET
    price_unit: Annotated[Shown[str], Means("What the price is for, as printed.", Personal.NO, views=_BOTH)] = UNSET
    prices: Annotated[
        Shown[list[Money]], Table("listing_price"), Means("All prices of one unit, one for each currency.", Personal.NO)
    ] = UNSET
    price_tiers: Annotated[
        Shown[list[PriceTier]], Table("price_tier"), Means("The steps of its bulk prices.", Personal.NO)
    ] = UNSET
    order_limits: Annotated[
        Shown[OrderLimits],
        Column("order_min", "min"),
        Means("Smallest quantity of one order, in units.", Personal.NO, unit="units"),
        Column("order_max", "max"),
        Means("Largest quantity of one order, in units.", Personal.NO, unit="units"),
    ] = UNSET
    shipping_options: Annotated[
        Shown[list[ShippingOption]], Table("shipping_option"), Means("Its ways of delivery.", Personal.WORDS)
    ] = UNSET
    ships_from: Annotated[
        Shown[Place],
        Column("ships_from_raw", "raw"),
        Means("Origin as printed.", Personal.WORDS, views=_BOTH),
        Column("ships_from_kind", "kind"),
        Means("What the origin is: country, multi, region, world, digital or unknown.", Personal.NO, null=_NO_ORIGIN),
        Column("origin_codes", "codes"),
        Means(
            "Set of origins: ISO 3166-1 alpha-2 and region names, sorted; empty if none could be read.",
            Personal.NO,
            null=_NO_ORIGIN,
            views=_BOTH,
        ),
        Column("origin_excluded", "excluded"),
        Means("Places that the origin names as excluded, sorted.", Personal.NO, null=_NO_ORIGIN),
    ] = UNSET
    ships_to: Annotated[
        Shown[Place],
        Column("ships_to_raw", "raw"),
        Means("Destination as printed.", Personal.WORDS, views=_BOTH),
        Column("ships_to_kind", "kind"),
        Means(
            "What the destination is: country, multi, region, world, digital or unknown.",
            Personal.NO,
            null="there is none.",
        ),
        Column("destination_codes", "codes"),
        Means(
            "Set of destinations in the destination field, sorted; an exclusion wins over them.",
            Personal.NO,
            null="there is no such field.",
            views=_BOTH,
        ),
        Column("destination_excluded", "excluded", form=Form.MADE),
        Means(
            "Set of destinations that the field or the free text rules out, sorted (listing_exclusion: the words).",
            Personal.NO,
            views=_BOTH,
        ),
    ] = UNSET
    payment: Annotated[
        Shown[list[Payment]],
        Means(
            "Ways of payment among escrow, finalize_early and multisig; empty where none of them is offered.",
            Personal.NO,
            views=_BOTH,
        ),
    ] = UNSET
    accepted_coins: Annotated[Shown[list[str]], Means("Coins that are accepted.", Personal.NO)] = UNSET
    product_class: Annotated[
        Shown[Literal["physical", "digital"]], Means("physical or digital.", Personal.NO, views=_BOTH)
    ] = UNSET
    stock: Annotated[
        Shown[Stock],
        Column("stock_count", "value"),
        Means("Units left; 0 is sold out.", Personal.NO, unit="units", views=_BOTH),
        Column("stock_is_unlimited", "unlimited"),
        Means("Whether the stock is shown as unlimited.", Personal.NO, null="the page does not say so."),
        Column("stock_is_available", "available", since="0121"),
        Means(
            "Whether the page says that units are left without saying how many.",
            Personal.NO,
            null="it says how many, or nothing.",
        ),
    ] = UNSET
    sold: Annotated[
        Shown[Counter],
        Column("sold_count", "value"),
        Means("Running count of sales; see sold_is_exact.", Personal.NO, unit="sales", views=_BOTH),
        Column("sold_since", "since"),
        Means("Day from which sold_count counts.", Personal.NO, null="the page does not say."),
        Column("sold_is_exact", "exact"),
        Means(
            "False where the market rounds sold_count, which is then a lower bound.",
            Personal.NO,
            null="not known, or no count.",
        ),
    ] = UNSET
    views: Annotated[Shown[int], Column("view_count"), Means("Running count of views.", Personal.NO, unit="views")] = (
        UNSET
    )
    on_vacation: Annotated[
        Shown[bool], Column("is_on_vacation"), Means("Whether the vendor is shown as away.", Personal.NO, views=_BOTH)
    ] = UNSET
    promoted: Annotated[
        Shown[bool], Column("is_promoted"), Means("Whether the card is an advertisement.", Personal.NO)
    ] = UNSET
    description: Annotated[
        Shown[str],
        Column("description_sha256", form=Form.TEXT),
        Means("The description of the listing.", Personal.WORDS, called="the description"),
    ] = UNSET
    terms: Annotated[
        Shown[str],
        Column("terms_sha256", form=Form.TEXT),
        Means("The terms of the vendor.", Personal.WORDS, called="the terms"),
    ] = UNSET
    refund_policy: Annotated[
        Shown[str],
        Column("refund_policy_sha256", form=Form.TEXT),
        Means("The refund policy of the vendor.", Personal.WORDS, called="the refund policy"),
    ] = UNSET
    tags: Annotated[Shown[list[str]], Means("Tags that the vendor gave the listing.", Personal.WORDS)] = UNSET
    excluded_in_field: Annotated[
        list[str] | UnsetType,
        Table("listing_exclusion"),
        Means("Places that the destination field rules out.", Personal.NO),
    ] = UNSET
    excluded_in_text: Annotated[
        list[TextExclusion] | UnsetType,
        Table("listing_exclusion"),
        Means("Places that the listing's words rule out, with these.", Personal.WORDS),
    ] = UNSET
    automatic: Annotated[
        Shown[Stock],
        Column("automatic_count", "value", since="0102"),
        Means(
            "Units that the market itself hands over at once.",
            Personal.NO,
            unit="units",
            null="the page shows none, or as many as are asked for (automatic_is_unlimited).",
        ),
        Column("automatic_is_unlimited", "unlimited", since="0102"),
        Means(
            "Whether the market itself hands over as many units as are asked for.",
            Personal.NO,
            null="the page does not say so.",
        ),
    ] = UNSET
    packaging: Annotated[
        Shown[str], Column("packaging", since="0121"), Means("How it is packed, as printed.", Personal.WORDS)
    ] = UNSET
    variants: Annotated[
        Shown[list[Variant]],
        Table("listing_variant"),
        Means("The variants of the offer among which buyers choose.", Personal.WORDS),
    ] = UNSET
