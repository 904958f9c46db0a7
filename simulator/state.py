"""
The state of a market at one instant, from which its pages are made.

The economy makes them, the markets' templates print them. Neither knows the other, and nothing here is shared with the
parsers. Instants are seconds since 1970 (UTC). Amounts are whole hundredths of a currency. Places are ISO 3166-1
alpha-2 codes, or a region in capitals (``WORLD``, ``EUROPE``, ``EU``, ``ASIA``, ``AFRICA``, ``NORTH_AMERICA``,
``SOUTH_AMERICA``, ``OCEANIA``). All texts are plain Unicode, as the person typed them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

__all__ = [
    "Amount", "Display", "ExternalRating", "ListingState", "ReviewState", "Shipping", "Snapshot", "Tier", "VendorState",
]  # fmt: skip

Payment = Literal["escrow", "finalize_early", "multisig"]
Currency = Literal["USD", "EUR", "GBP"]


class Amount(NamedTuple):
    """A price: whole hundredths of a currency."""

    cents: int
    currency: Currency


class Tier(NamedTuple):
    """A price per unit for orders of ``least`` to ``most`` units; ``most`` is None for the last tier."""

    least: int
    most: int | None
    unit_price: Amount


class Shipping(NamedTuple):
    """One way to have an order sent; ``days`` is None for what arrives at once."""

    label: str
    days: int | None
    price: Amount
    per: Literal["order", "item"]


class ExternalRating(NamedTuple):
    """
    Reputation that a vendor has brought from another market (``agora``, ``alphabay``, ``hansa``, ``dream``,
    ``wallstreet`` …).

    ``mean`` is in hundredths of ``scale``'s units; a market gives either that or the three counts.
    """

    market: str
    sales: int | None
    mean: int | None
    scale: int | None
    positive: int | None
    neutral: int | None
    negative: int | None


@dataclass(frozen=True, slots=True)
class VendorState:
    """
    A vendor's account at an instant.

    Attributes:
        account_id: number of the account in the truth; no page prints it.
        handle: name on this market.
        joined: when the account was made.
        last_active: when its owner was last seen, not after the instant.
        banned: the market has closed it.
        on_vacation: its listings cannot be ordered.
        sales: exact number of completed sales on this market so far.
        level: standing by sales, 1 to 10.
        trust_level: standing by age and feedback, 1 to 10.
        experience: points, as Wall Street Market counts them.
        trusted: the market vouches for it.
        finalize_early: it may ask for payment before delivery.
        trust_votes: votes of buyers, for and against.
        orders: the vendor's own purchases.
        disputes: won and lost.
        external: ratings on other markets that this one has verified.
        qualities: means of stealth, quality and value, in hundredths of a star.
        profile, terms, refund_policy: texts; empty where the vendor wrote none.
        pgp_key: armoured public key; empty without one. ``pgp_fingerprint`` is 40 capital hexadecimal digits.
    """

    account_id: int
    handle: str
    joined: int
    last_active: int
    banned: bool
    on_vacation: bool
    sales: int
    level: int
    trust_level: int
    experience: int
    trusted: bool
    finalize_early: bool
    trust_votes: tuple[int, int]
    orders: int
    disputes: tuple[int, int]
    external: tuple[ExternalRating, ...]
    qualities: tuple[int, int, int]
    profile: str
    terms: str
    refund_policy: str
    pgp_key: str
    pgp_fingerprint: str


@dataclass(frozen=True, slots=True)
class ListingState:
    """
    A listing at an instant.

    Attributes:
        listing_id: number on this market, unique, counted up over time.
        title: what is sold and how much of it, with the vendor's decorations.
        vendor: who sells it.
        product: code of `simulator.products`.
        created: when it was put up.
        price: what the vendor asks for one unit, before any fee of the market.
        holding: the price is a placeholder that keeps buyers off.
        unit: what is counted: ``gram``, ``ounce``, ``kilogram``, ``milligram``, ``millilitre``, ``piece``.
        tiers: unit prices by size of order, at least two; or none.
        least_order, most_order: units in one order; None is no limit.
        shipping: ways to send it.
        origin: where it is sent from, sorted; more than one, a region, or none where the vendor does not say.
        origin_words: the vendor's own words for that.
        destinations: where it is sent to, in the vendor's order. excluded: where it is not, as the field says.
        excluded_in_text: where it is not sent as only the description says.
        payment, coins: how it may be paid; coins of ``BTC``, ``BCH``, ``XMR``, ``LTC``.
        digital: nothing is posted.
        stock: units left; None is unlimited. auto_dispatch: units that a program hands out; None is no such thing.
        sold: exact number of sales so far. views: of its page.
        sticky: place among paid-for cards, from 1; 0 is none.
        description, tags: texts.
    """

    listing_id: int
    title: str
    vendor: VendorState
    product: str
    created: int
    price: Amount
    holding: bool
    unit: str
    tiers: tuple[Tier, ...]
    least_order: int | None
    most_order: int | None
    shipping: tuple[Shipping, ...]
    origin: tuple[str, ...]
    origin_words: str
    destinations: tuple[str, ...]
    excluded: tuple[str, ...]
    payment: tuple[Payment, ...]
    coins: tuple[str, ...]
    digital: bool
    stock: int | None
    auto_dispatch: int | None
    sold: int
    views: int
    sticky: int
    description: str
    tags: tuple[str, ...]
    excluded_in_text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewState:
    """
    One review at an instant; ``comment`` is None where the buyer left the market's default text.

    ``at`` is when it was written, as the market has it: some take the time of a change for that. ``amount`` is what the
    market says that the order cost, ``quantity`` its units; ``buyer`` the unmasked name.
    """

    review_id: int
    listing_id: int
    listing_title: str
    listing_product: str
    vendor: str
    at: int
    stars: int
    comment: str | None
    buyer: str
    amount: Amount
    quantity: int
    reply: str | None


@dataclass(frozen=True, slots=True)
class Display:
    """
    How a market shows what there is, where markets may do it in several ways. Spans of time are in seconds.

    Attributes:
        disorder: Dream sorts its ratings as if they were older than they are, by less than this.
        disorder_power: by how much: 1 is evenly up to that; the higher, the fewer stray far.
        cut_in_page_order: whether the rows that Dream's ratings tab leaves out are the last ones in its own order; else
            they are the oldest.
        bands: ages at which the first two bands of Dream's table of ratings end.
        band_stray: the second of these ends is up to this much sooner or later, by vendor.
        short_coins: whether Dream prints only one digit of a coin that was paid, or two where the first is 1; else four
            decimals.
    """

    disorder: int = 5 * 86_400
    disorder_power: int = 1
    cut_in_page_order: bool = False
    bands: tuple[int, int] = (65 * 43_200, 195 * 43_200)
    band_stray: int = 0
    short_coins: bool = False


class Snapshot(Protocol):
    """
    One market at one instant. All sequences are in an order that is fixed by the truth and the same at every call.

    Hidden and deleted listings and those of banned vendors are in no list; ``listing`` gives None for them.
    """

    @property
    def market(self) -> str:
        """``dream``, ``wallstreet`` or ``empire``."""

    @property
    def instant(self) -> int:
        """Seconds since 1970."""

    @property
    def open(self) -> bool:
        """Whether the market can be reached at all: not before it begins and not after it ends."""

    @property
    def display(self) -> Display:
        """How the market shows things."""

    def counts(self) -> Mapping[str, int]:
        """Live listings by product code."""

    def listing_ids(self, products: Sequence[str]) -> Sequence[int]:
        """Live listings of some products, most popular first."""

    def promoted_ids(self) -> Sequence[int]:
        """Listings with a paid-for place, by place."""

    def listing(self, listing_id: int) -> ListingState | None:
        """A live listing."""

    def handles(self) -> Sequence[str]:
        """All vendors with an account, banned ones too."""

    def vendor(self, handle: str) -> VendorState | None:
        """A vendor by name, or None."""

    def vendor_listing_ids(self, handle: str) -> Sequence[int]:
        """A vendor's live listings, newest first."""

    def vendor_reviews(self, handle: str) -> Sequence[ReviewState]:
        """All reviews that a vendor has, newest first; of deleted listings too."""

    def listing_reviews(self, listing_id: int) -> Sequence[ReviewState]:
        """All reviews of a live listing, newest first."""

    def star_counts(self, handle: str, since: int, until: int) -> tuple[int, int, int, int, int]:
        """
        How many reviews of 1 to 5 stars a vendor got at or after ``since`` and before ``until``; some have the stars
        that they had before a change.
        """

    def rates(self) -> Mapping[tuple[str, str], Decimal]:
        """The market's exchange table: units of the second currency for one of the first, such as BTC to EUR."""
