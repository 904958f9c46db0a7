"""
The parts of records: amounts, intervals, counters, places, and the rows of the lists within a record.

Money is a `Decimal` with a currency; instants are aware UTC.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias, TypeVar, Union

import msgspec
from msgspec import UNSET, UnsetType

from cryptodrug_scraper.page.fields import TEXT_EMPTY, Column, Means, Personal

__all__ = [
    "Age",
    "Counter",
    "ExternalRating",
    "FeedbackWindow",
    "Interval",
    "Money",
    "OrderLimits",
    "Payment",
    "Place",
    "PlaceKind",
    "PriceTier",
    "Rating",
    "ShippingOption",
    "Shown",
    "Sign",
    "StarCounts",
    "StarRatings",
    "Stock",
    "TextExclusion",
    "TrustVotes",
    "Value",
    "Variant",
]

T = TypeVar("T")
Shown: TypeAlias = Union[T, UnsetType, None]  # noqa: UP007  # with a type variable, | makes no alias
"""A field that a page may show with a value, show empty, or not show at all."""

Payment = Literal["escrow", "finalize_early", "multisig"]
Sign = Literal["positive", "neutral", "negative"]
PlaceKind = Literal["country", "multi", "region", "world", "digital", "unknown"]

_NO_PRICE = "shown without a price, or unreadable."
_NO_MONEY = "there is no price."
_NOT_SHOWN = "not shown."


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


class Age(msgspec.Struct, frozen=True, gc=False):
    """How long before the page something happened, as it prints it: at least and at most so many seconds."""

    least: int
    most: int


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
    """Ratings received over a rolling window, ``1m``, ``6m`` or ``12m``, or over all time, ``all``."""

    window: Literal["1m", "6m", "12m", "all"]
    positive: int | None
    neutral: int | None
    negative: int | None


class StarCounts(msgspec.Struct, frozen=True):
    """Exact counts of 1, 2, 3, 4 and 5 stars in one of three disjoint age bands, or over ``all`` time."""

    band: Literal["newer_1m", "newer_3m", "older", "all"]
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

    market: Annotated[str, Column("external_market"), Means("The other market, as printed.", Personal.NO)]
    sales: Annotated[
        Counter | UnsetType,
        Column("sales_count", "value"),
        Means("Sales there.", Personal.NO, unit="sales", null=_NOT_SHOWN),
        Column("sales_since", "since"),
        Means("Day from which sales_count counts.", Personal.NO, null=_NOT_SHOWN),
        Column("sales_is_exact", "exact"),
        Means("False where sales_count is rounded down.", Personal.NO, null=_NOT_SHOWN),
    ] = UNSET
    mean: Annotated[
        Decimal | UnsetType,
        Column("rating_mean"),
        Means("Mean rating there, out of rating_scale.", Personal.NO, null=_NOT_SHOWN),
    ] = UNSET
    scale: Annotated[
        int | UnsetType, Column("rating_scale"), Means("Best rating there is.", Personal.NO, null=_NOT_SHOWN)
    ] = UNSET
    positive: Annotated[
        int | UnsetType, Column("positive_count"), Means("Positive ratings there.", Personal.NO, null=_NOT_SHOWN)
    ] = UNSET
    neutral: Annotated[
        int | UnsetType, Column("neutral_count"), Means("Neutral ratings there.", Personal.NO, null=_NOT_SHOWN)
    ] = UNSET
    negative: Annotated[
        int | UnsetType, Column("negative_count"), Means("Negative ratings there.", Personal.NO, null=_NOT_SHOWN)
    ] = UNSET


class PriceTier(Value, frozen=True, gc=False):
    """The price of one unit when at least ``min_quantity`` and at most ``max_quantity`` are bought."""

    min_quantity: Annotated[Decimal, Means("Smallest quantity that has this price, in units.", Personal.NO)]
    max_quantity: Annotated[Decimal | None, Means("Largest quantity, in units.", Personal.NO, null="no upper end.")]
    price: Annotated[
        Money | None,
        Column("price_amount", "amount"),
        Means("Price of one unit, in price_currency.", Personal.NO, null=_NO_PRICE),
        Column("price_currency", "currency"),
        Means("Currency of price_amount.", Personal.NO, null=_NO_MONEY),
    ]
    unit: Annotated[str | UnsetType | None, Means("The unit, as printed.", Personal.NO, null=_NOT_SHOWN)] = UNSET


class ShippingOption(Value, frozen=True, gc=False):
    """One way of delivery; ``days`` may be a fraction, ``per`` tells what the price is for."""

    label: Annotated[str, Means("What the vendor calls it.", Personal.WORDS)]
    price: Annotated[
        Money | None,
        Column("price_amount", "amount"),
        Means("Surcharge, in price_currency.", Personal.NO, null=_NO_PRICE),
        Column("price_currency", "currency"),
        Means("Currency of price_amount.", Personal.NO, null=_NO_MONEY),
    ]
    days: Annotated[Shown[Decimal], Means("Days that it takes.", Personal.NO, unit="days", null=TEXT_EMPTY)] = UNSET
    per: Annotated[Shown[str], Means("What the surcharge is for, such as order.", Personal.NO, null=_NOT_SHOWN)] = UNSET


class OrderLimits(Value, frozen=True, gc=False):
    """Smallest and largest amount of one order."""

    min: Decimal | UnsetType | None = UNSET
    max: Decimal | UnsetType | None = UNSET


class Stock(Value, frozen=True, gc=False):
    """What is left: a number, or unlimited; ``available`` where the page says whether some is, and not how much."""

    value: int | UnsetType = UNSET
    unlimited: bool | UnsetType = UNSET
    available: bool | UnsetType = UNSET


class Variant(Value, frozen=True, gc=False):
    """One of the variants of an offer among which buyers choose, such as a size, with its own price."""

    name: Annotated[str, Means("What the variant is called.", Personal.WORDS)]
    price: Annotated[
        Money | None,
        Column("price_amount", "amount"),
        Means("Price of one, in price_currency.", Personal.NO, null=_NO_PRICE),
        Column("price_currency", "currency"),
        Means("Currency of price_amount.", Personal.NO, null=_NO_MONEY),
    ]
    stock: Annotated[
        int | UnsetType | None,
        Column("stock_count"),
        Means("Units left of it; 0 is sold out.", Personal.NO, unit="units", null=_NOT_SHOWN),
    ] = UNSET
