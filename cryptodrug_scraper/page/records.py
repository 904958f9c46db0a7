"""
The records that a page states, as typed values.

Three kinds of missing are kept apart. A field that this kind of page does not show is ``UNSET`` and does not
appear in JSON. One that the page shows empty is ``None``. One that could not be read is ``None`` too, and the
page then carries an issue that names the field.

Money is a `Decimal` with a currency; instants are aware UTC; ids are strings.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeAlias, TypeVar, Union

import msgspec
from msgspec import UNSET, UnsetType

__all__ = [
    "UNSET",
    "Category",
    "Counter",
    "ExchangeRate",
    "ExternalRating",
    "FeedbackWindow",
    "Interval",
    "Issue",
    "Link",
    "Listing",
    "Money",
    "OrderLimits",
    "PageTotal",
    "Place",
    "PriceTier",
    "Rating",
    "Record",
    "Review",
    "ShippingOption",
    "Site",
    "StarCounts",
    "StarRatings",
    "Stock",
    "TextExclusion",
    "TrustVotes",
    "Vendor",
]

T = TypeVar("T")
Shown: TypeAlias = Union[T, UnsetType, None]  # noqa: UP007  # with a type variable, | makes no alias
"""A field that a page may show with a value, show empty, or not show at all."""

Payment = Literal["escrow", "finalize_early", "multisig"]
Sign = Literal["positive", "neutral", "negative"]
PlaceKind = Literal["country", "multi", "region", "world", "digital", "unknown"]
Severity = Literal["info", "warning", "error"]


class Value(msgspec.Struct, frozen=True, gc=False):
    """A part of a record."""


class Money(Value, frozen=True, gc=False):
    """An amount of one currency: ISO 4217 code, or ``BTC``, ``BCH``, ``XMR``, ``LTC``."""

    amount: Decimal
    currency: str


class Interval(msgspec.Struct, frozen=True, gc=False, rename={"start": "from", "end": "to"}):
    """
    A half-open stretch of time ``[from, to)`` in UTC within which something happened.
    """

    start: datetime
    end: datetime


class Counter(Value, frozen=True, gc=False, omit_defaults=True):
    """
    A running count.

    ``exact`` is false where the market rounds it (then ``value`` is a lower bound); ``since`` is the day from which it
    counts, where the page says so.
    """

    value: int
    exact: bool | UnsetType = UNSET
    since: date | UnsetType = UNSET


class Place(msgspec.Struct, frozen=True):
    """
    An origin or destination: what the page says (``raw``), and the set of places that this names.

    ``codes`` and ``excluded`` are sorted ISO 3166-1 alpha-2 codes and region names (`EU`, `EUROPE`, `ASIA`, `WORLD` …).
    A place that is excluded is never among ``codes``.
    """

    raw: str
    kind: PlaceKind
    codes: list[str]
    excluded: list[str]


class TextExclusion(Value, frozen=True, gc=False):
    """
    A destination that the free text of a listing rules out ("no US").

    ``code`` is an ISO 3166-1 alpha-2 code or the name of a region; ``source`` the field of the listing whose text says
    so; ``span`` the words that say so, as they stand in that text.
    """

    code: str
    source: Literal["title", "description", "terms", "refund_policy"]
    span: str


class Rating(msgspec.Struct, frozen=True, gc=False):
    """A mean of ratings on a scale from 1 (or 0) to ``scale``; ``count`` is how many, as the page prints it."""

    mean: Decimal | None
    scale: int
    count: int | UnsetType | None = UNSET


class FeedbackWindow(Value, frozen=True, gc=False):
    """Ratings received over a rolling window: ``1m``, ``6m`` or ``12m``."""

    window: Literal["1m", "6m", "12m"]
    positive: int | None
    neutral: int | None
    negative: int | None


class StarCounts(msgspec.Struct, frozen=True):
    """Exact counts of 1, 2, 3, 4 and 5 stars in one of three disjoint age bands."""

    band: Literal["newer_1m", "newer_3m", "older"]
    stars: list[int]


class StarRatings(Value, frozen=True, gc=False):
    """Stars (0 to 5) for three qualities."""

    stealth: int | None
    quality: int | None
    value: int | None


class TrustVotes(Value, frozen=True, gc=False):
    """Votes of users for and against a vendor."""

    trust: int
    distrust: int


class ExternalRating(Value, frozen=True, gc=False):
    """Reputation that this market shows for the same vendor on another market."""

    market: str
    sales: Counter | UnsetType = UNSET
    mean: Decimal | UnsetType = UNSET
    scale: int | UnsetType = UNSET
    positive: int | UnsetType = UNSET
    neutral: int | UnsetType = UNSET
    negative: int | UnsetType = UNSET


class PriceTier(Value, frozen=True, gc=False):
    """The price of one unit when at least ``min_quantity`` and at most ``max_quantity`` are bought."""

    min_quantity: Decimal
    max_quantity: Decimal | None
    price: Money | None
    unit: str | UnsetType | None = UNSET


class ShippingOption(Value, frozen=True, gc=False):
    """One way of delivery; ``days`` may be a fraction, ``per`` tells what the price is for."""

    label: str
    price: Money | None
    days: Shown[Decimal] = UNSET
    per: Shown[str] = UNSET


class OrderLimits(Value, frozen=True, gc=False):
    """Smallest and largest amount of one order."""

    min: Decimal | UnsetType | None = UNSET
    max: Decimal | UnsetType | None = UNSET


class Stock(Value, frozen=True, gc=False):
    """What is left: a number, or unlimited."""

    value: int | UnsetType = UNSET
    unlimited: bool | UnsetType = UNSET


class Listing(msgspec.Struct, tag="listing", tag_field="record", kw_only=True):
    """
    One offer as one place of one page states it.

    What is not sent to is kept by its source: ``excluded_in_field`` are the places that the field itself rules out,
    ``excluded_in_text`` those that the vendor's words rule out. ``ships_to`` is the outcome of both. Each of the two
    lists is there only if it has an entry.
    """

    listing_id: str | None
    title: str | None
    title_cut: bool
    seen_on: Literal["card", "page"]
    vendor: Shown[str] = UNSET
    category_id: Shown[str] = UNSET
    category_path: Shown[list[str]] = UNSET
    price: Shown[Money] = UNSET
    price_unit: Shown[str] = UNSET
    prices: Shown[list[Money]] = UNSET
    price_tiers: Shown[list[PriceTier]] = UNSET
    order_limits: Shown[OrderLimits] = UNSET
    shipping_options: Shown[list[ShippingOption]] = UNSET
    ships_from: Shown[Place] = UNSET
    ships_to: Shown[Place] = UNSET
    payment: Shown[list[Payment]] = UNSET
    accepted_coins: Shown[list[str]] = UNSET
    product_class: Shown[Literal["physical", "digital"]] = UNSET
    stock: Shown[Stock] = UNSET
    sold: Shown[Counter] = UNSET
    views: Shown[int] = UNSET
    on_vacation: Shown[bool] = UNSET
    promoted: Shown[bool] = UNSET
    description: Shown[str] = UNSET
    terms: Shown[str] = UNSET
    refund_policy: Shown[str] = UNSET
    tags: Shown[list[str]] = UNSET
    excluded_in_field: list[str] | UnsetType = UNSET
    excluded_in_text: list[TextExclusion] | UnsetType = UNSET


class Vendor(msgspec.Struct, tag="vendor", tag_field="record", kw_only=True):
    """
    One account as one page states it.

    ``seen_on`` is ``page`` for the vendor's own pages, ``listing`` for a listing's page, ``card`` for a list of cards.
    ``positive_share`` is in per cent, as printed. ``ships_from`` and ``payment`` are what the page says of the account,
    not of an offer. ``last_active`` is a printed day; ``last_active_within`` the interval in which it was last active,
    where the page prints an age ("3 days ago") or a bound ("within a week").
    """

    vendor: str
    seen_on: Literal["card", "listing", "page"]
    sales: Shown[Counter] = UNSET
    rating: Shown[Rating] = UNSET
    feedback: Shown[list[FeedbackWindow]] = UNSET
    positive_share: Shown[Decimal] = UNSET
    star_counts: Shown[list[StarCounts]] = UNSET
    star_ratings: Shown[StarRatings] = UNSET
    level: Shown[int] = UNSET
    trust_level: Shown[int] = UNSET
    experience: Shown[int] = UNSET
    trusted: Shown[bool] = UNSET
    trust_votes: Shown[TrustVotes] = UNSET
    finalize_early: Shown[bool] = UNSET
    member_since: Shown[date] = UNSET
    last_active: Shown[date] = UNSET
    banned: Shown[bool] = UNSET
    on_vacation: Shown[bool] = UNSET
    external_ratings: Shown[list[ExternalRating]] = UNSET
    profile: Shown[str] = UNSET
    terms: Shown[str] = UNSET
    pgp_key: Shown[str] = UNSET
    pgp_fingerprint: Shown[str] = UNSET
    disputes: Shown[int] = UNSET
    orders: Shown[int] = UNSET
    ships_from: Shown[Place] = UNSET
    payment: Shown[list[Payment]] = UNSET
    last_active_within: Shown[Interval] = UNSET


class Review(msgspec.Struct, tag="review", tag_field="record", kw_only=True, gc=False):
    """
    One rating left by a buyer, at its ``position`` (from 1) on the page.

    ``amount_step`` is the rounding of the printed ``amount``. ``occurred`` is the interval within which the rating was
    left, from the printed age and the capture time, or from a printed time.
    """

    vendor: str | None
    position: int
    listing_id: Shown[str] = UNSET
    listing_title: Shown[str] = UNSET
    stars: Shown[Decimal | int] = UNSET
    sign: Shown[Sign] = UNSET
    comment: Shown[str] = UNSET
    is_default_comment: bool | UnsetType = UNSET
    buyer_mask: Shown[str] = UNSET
    amount: Shown[Money] = UNSET
    amount_step: Shown[Money] = UNSET
    age_raw: Shown[str] = UNSET
    occurred: Shown[Interval] = UNSET
    reply: Shown[str] = UNSET


class PageTotal(msgspec.Struct, tag="page_total", tag_field="record", kw_only=True, gc=False):
    """
    What a page says about the extent of one of its lists.

    ``kind`` is the record type listed, ``hidden`` the number of rows that the page says it leaves out.
    """

    kind: Literal["listing", "review"]
    total: Shown[int] = UNSET
    pages: Shown[int] = UNSET
    page: Shown[int] = UNSET
    hidden: Shown[int] = UNSET


class Category(msgspec.Struct, tag="category", tag_field="record", kw_only=True, frozen=True):
    """One category of the market's own tree and the number of listings that the menu prints for it."""

    category_id: str
    category_path: list[str]
    listing_count: int | UnsetType | None = UNSET


class ExchangeRate(msgspec.Struct, tag="exchange_rate", tag_field="record", kw_only=True, gc=False):
    """How many units of ``quote`` the market counts for one unit of ``base``."""

    base: str
    quote: str
    rate: Decimal | None


class Site(msgspec.Struct, tag="site", tag_field="record", kw_only=True, gc=False):
    """What the frame of a page says of the site itself; ``server_time`` is the clock that it prints, in UTC."""

    server_time: Shown[datetime] = UNSET
    display_currency: Shown[str] = UNSET
    logged_in: bool | UnsetType = UNSET


Record = Listing | Vendor | Review | PageTotal | Category | ExchangeRate | Site


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
