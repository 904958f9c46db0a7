"""
The records that a page states, as typed values, and what each of their fields means.

Three kinds of missing are kept apart. A field that this kind of page does not show is ``UNSET`` and does not
appear in JSON. One that the page shows empty is ``None``. One that could not be read is ``None`` too, and the
page then carries an issue that names the field.

Ids are strings. What a field means, its unit and how personal it is stand beside its type, with the columns that it
fills where these are called otherwise: see `fields`.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from cryptodrug_scraper.page.fields import Column, Means, Personal, Views
from cryptodrug_scraper.page.listing import Listing
from cryptodrug_scraper.page.parts import (
    Age,
    Counter,
    ExternalRating,
    FeedbackWindow,
    Interval,
    Money,
    OrderLimits,
    Payment,
    Place,
    PriceTier,
    Rating,
    ShippingOption,
    Shown,
    Sign,
    StarCounts,
    StarRatings,
    Stock,
    TextExclusion,
    TrustVotes,
    Value,
    Variant,
)
from cryptodrug_scraper.page.review import Review
from cryptodrug_scraper.page.vendor import Vendor

__all__ = [
    "UNSET",
    "Age",
    "Category",
    "Counter",
    "ExchangeRate",
    "ExternalRating",
    "Fee",
    "FeedbackWindow",
    "Interval",
    "Issue",
    "Link",
    "Listing",
    "Money",
    "OrderLimits",
    "PageTotal",
    "Payment",
    "Place",
    "PriceTier",
    "Rating",
    "Record",
    "Review",
    "ShippingOption",
    "Shown",
    "Sign",
    "Site",
    "StarCounts",
    "StarRatings",
    "Stock",
    "TextExclusion",
    "TrustVotes",
    "Variant",
    "Vendor",
]

Severity = Literal["info", "warning", "error"]

_UNSAID = "not shown, shown empty, or unreadable."


class PageTotal(msgspec.Struct, tag="page_total", tag_field="record", kw_only=True, gc=False):
    """
    What a page says about the extent of one of its lists.

    ``kind`` is the record type listed, ``hidden`` the number of rows that the page says it leaves out.
    """

    kind: Annotated[
        Literal["listing", "review"],
        Column("listed_kind"),
        Means("What is listed: listing or review.", Personal.NO, views=Views.NONE),
    ]
    total: Annotated[
        Shown[int],
        Column("total_count"),
        Means("Rows of the whole list, as printed.", Personal.NO, unit="rows", null=_UNSAID, views=Views.NONE),
    ] = UNSET
    pages: Annotated[
        Shown[int],
        Column("page_count"),
        Means("Pages of the whole list, as printed.", Personal.NO, unit="pages", null=_UNSAID, views=Views.NONE),
    ] = UNSET
    page: Annotated[
        Shown[int],
        Column("page_number"),
        Means("Which of them this is, from 1.", Personal.NO, null=_UNSAID, views=Views.NONE),
    ] = UNSET
    hidden: Annotated[
        Shown[int],
        Column("hidden_count"),
        Means("Rows that the page says it leaves out.", Personal.NO, unit="rows", null=_UNSAID, views=Views.NONE),
    ] = UNSET


class Category(msgspec.Struct, tag="category", tag_field="record", kw_only=True, frozen=True):
    """One category of the market's own tree and the number of listings that the menu prints for it."""

    category_id: Annotated[str, Means("The market's own identifier of the category.", Personal.NO)]
    category_path: Annotated[list[str], Means("Names of the market's categories, outermost first.", Personal.NO)]
    listing_count: Annotated[
        int | UnsetType | None, Means("Listings in it, as the menu prints.", Personal.NO, unit="listings", null=_UNSAID)
    ] = UNSET


class ExchangeRate(msgspec.Struct, tag="exchange_rate", tag_field="record", kw_only=True, gc=False):
    """How many units of ``quote`` the market counts for one unit of ``base``."""

    base: Annotated[str, Means("The currency that is priced: ISO 4217, or BTC, BCH, XMR, LTC.", Personal.NO)]
    quote: Annotated[str, Means("The currency that it is priced in.", Personal.NO)]
    rate: Annotated[
        Decimal | None, Means("Units of quote for one unit of base.", Personal.NO, unit="quote", null="unreadable.")
    ]


class Fee(msgspec.Struct, tag="fee", tag_field="record", kw_only=True, gc=False):
    """
    What the market itself takes for something, such as a withdrawal in one coin: an amount, a share, or both.

    ``share`` is in per cent, as printed.
    """

    what: Annotated[str, Means("What it is taken for, as printed.", Personal.NO, views=Views.NONE)]
    coin: Annotated[
        Shown[str],
        Means(
            "Currency in which it is taken: ISO 4217, or BTC, BCH, XMR, LTC.",
            Personal.NO,
            null="any, or not said.",
            views=Views.NONE,
        ),
    ] = UNSET
    amount: Annotated[
        Shown[Money],
        Column("amount", "amount"),
        Means("Amount that is taken, in amount_currency.", Personal.NO, null=_UNSAID, views=Views.NONE),
        Column("amount_currency", "currency"),
        Means("Currency of amount.", Personal.NO, null="there is no amount.", views=Views.NONE),
    ] = UNSET
    share: Annotated[
        Shown[Decimal],
        Column("share_pct"),
        Means("Share that is taken, in per cent.", Personal.NO, unit="per cent", null=_UNSAID, views=Views.NONE),
    ] = UNSET


class Site(msgspec.Struct, tag="site", tag_field="record", kw_only=True, gc=False):
    """What the frame of a page says of the site itself; ``server_time`` is the clock that it prints, in UTC."""

    server_time: Annotated[
        Shown[datetime], Means("The clock that the page prints (UTC).", Personal.NO, null=_UNSAID, views=Views.NONE)
    ] = UNSET
    server_time_step: Annotated[
        int | UnsetType,
        Column("server_time_step", since="0104"),
        Means(
            "How finely the clock is printed: 1 to the second, 60 to the minute.",
            Personal.NO,
            unit="seconds",
            null="no clock is shown, or release 0.2.0 read it.",
            views=Views.NONE,
        ),
    ] = UNSET
    server_time_has_day: Annotated[
        bool | UnsetType,
        Column("server_time_has_day", since="0104"),
        Means(
            "Whether the clock prints its day. Where it does not, the source tells it, and it is no evidence.",
            Personal.NO,
            null="no clock is shown, or release 0.2.0 read it.",
            views=Views.NONE,
        ),
    ] = UNSET
    display_currency: Annotated[
        Shown[str], Means("Currency in which it shows prices.", Personal.NO, null=_UNSAID, views=Views.NONE)
    ] = UNSET
    logged_in: Annotated[
        bool | UnsetType,
        Column("is_logged_in"),
        Means("Whether the visitor is logged in.", Personal.NO, null="not shown.", views=Views.NONE),
    ] = UNSET


Record = Listing | Vendor | Review | PageTotal | Category | ExchangeRate | Fee | Site


class Issue(Value, frozen=True, gc=False):
    """
    Something about a page that a reader of its records should know.

    ``code`` is one of the codes listed in the documentation; ``detail`` says what and where.
    """

    code: str
    severity: Severity
    detail: str


class Link(Value, frozen=True, gc=False):
    """A page that this page leads to: its kind, and its address as a path without host."""

    kind: str
    url: str
