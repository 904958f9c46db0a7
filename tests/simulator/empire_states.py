"""A small Empire Market by hand: its states at one instant, with every case that its pages tell apart."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.state import Amount, Display, ExternalRating, ListingState, ReviewState, Shipping, Tier, VendorState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["DAY", "INSTANT", "FakeSnapshot", "market"]

INSTANT = 1_560_456_185
"""13 June 2019, 20:03:05."""
DAY = 86_400

_FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages" / "empire" / "vendor_pgp"
_FIATS = {"USD": "1", "CAD": "1.3301", "EUR": "0.8869", "AUD": "1.4462", "GBP": "0.7887"}
_COINS = {"BTC": "8237.4151", "LTC": "131.1872", "XMR": "87.9034"}
RATES = {
    (coin, fiat): Decimal(dollars) * Decimal(factor)
    for coin, dollars in _COINS.items()
    for fiat, factor in _FIATS.items()
}


def _key(case: str) -> tuple[str, str]:
    """A key made for a fixture, and its fingerprint."""
    records = json.loads((_FIXTURES / case / "expected.json").read_text("utf-8"))["records"]
    vendor = next(record for record in records if record["record"] == "vendor")
    return vendor["pgp_key"], vendor["pgp_fingerprint"]


_PLAIN = VendorState(
    account_id=1,
    handle="DraadEnGaren",
    joined=INSTANT - 300 * DAY,
    last_active=INSTANT - 2 * DAY,
    banned=False,
    on_vacation=False,
    sales=412,
    level=4,
    trust_level=3,
    experience=0,
    trusted=False,
    finalize_early=False,
    trust_votes=(0, 0),
    orders=37,
    disputes=(2, 1),
    external=(
        ExternalRating("dream", 1900, 485, 5, None, None, None),
        ExternalRating("wallstreet", 89, 500, 5, None, None, None),
        ExternalRating("agora", 12, 480, 5, None, None, None),
    ),
    qualities=(490, 500, 440),
    profile='Goeiendag & welkom!\n\nPost vertrekt van maandag tot vrijdag.\n  <3 "klein maar fijn"',
    terms="",
    refund_policy="Een keer opnieuw,\ndaarna delen we > de helft.",
    pgp_key=_key("words_around")[0],
    pgp_fingerprint=_key("words_around")[1],
)
_OTHERS = (
    replace(_PLAIN, account_id=2, handle="North & Quay", external=(), level=7, trust_level=6,
            qualities=(449, 350, 500)),
    replace(_PLAIN, account_id=3, handle="VacanceLongue", on_vacation=True, external=_PLAIN.external[:1], pgp_key="",
            pgp_fingerprint=""),
    replace(_PLAIN, account_id=4, handle="GoneBad", banned=True, sales=15, disputes=(0, 9), refund_policy=""),
    replace(_PLAIN, account_id=5, handle="pixel_quill", external=(), profile="", refund_policy="", sales=0, level=1,
            trust_level=1, qualities=(0, 0, 0), orders=0, disputes=(0, 0), joined=INSTANT - 3 * DAY),
    replace(_PLAIN, account_id=6, handle="Grünspecht", external=(), sales=1234, level=10, trust_level=10),
)  # fmt: skip
VENDORS = {vendor.handle: vendor for vendor in (_PLAIN, *_OTHERS)}

_LISTING = ListingState(
    listing_id=70_001,
    title="5g Dune Haze & friends - from Belgium",
    vendor=_PLAIN,
    product="weed",
    created=INSTANT - 120 * DAY - 5000,
    price=Amount(4_550, "EUR"),
    holding=False,
    unit="gram",
    tiers=(),
    least_order=None,
    most_order=None,
    shipping=(
        Shipping("BE standard", 2, Amount(450, "EUR"), "order"),
        Shipping("Registered - with code", 1, Amount(1_100, "EUR"), "order"),
        Shipping("Second piece", 2, Amount(100, "EUR"), "item"),
    ),
    origin=("BE",),
    origin_words="Belgium",
    destinations=("BE", "NL", "FR"),
    excluded=(),
    payment=("escrow",),
    coins=("BTC", "LTC", "XMR"),
    digital=False,
    stock=None,
    auto_dispatch=None,
    sold=31,
    views=2_310,
    sticky=0,
    description='Slow flowers.\n\nDouble vacuum, posted in Ghent.\n"Ask" before you <pay> & wait.',
    tags=("haze", "dune & sea", "belgië"),
)


def _listings() -> list[ListingState]:
    """The cases first, then enough of one sort for several pages."""
    north, away, _, pixel, green = _OTHERS
    return [
        _LISTING,
        replace(_LISTING, listing_id=70_002, title="MDMA << champagne >> 10g", product="mdma", vendor=north,
                price=Amount(947_897, "USD"), sticky=1, coins=("BTC",), payment=("escrow", "multisig"),
                destinations=("WORLD", "US", "ASIA", "AFRICA"), origin=("BE", "NL"), tags=()),
        replace(_LISTING, listing_id=70_003, title="Diazepam 10mg,   price per pill", vendor=north,
                product="benzos_pills", price=Amount(85, "GBP"), unit="piece", sticky=2, origin=("GB",),
                destinations=("EUROPE", "GB"),
                tiers=(Tier(50, 249, Amount(85, "GBP")), Tier(250, 999, Amount(70, "GBP")),
                       Tier(1000, None, Amount(51, "GBP"))),
                least_order=50, most_order=3_000),
        replace(_LISTING, listing_id=70_004, title="Speed paste 20g – trocken ca. 12g", product="speed", vendor=away,
                destinations=("EU",), coins=("XMR", "BTC"), stock=8, origin=("DE",)),
        replace(_LISTING, listing_id=70_005, title="Handbook of Quiet Browsing", product="hacking_guides", vendor=pixel,
                digital=True, shipping=(), price=Amount(450, "USD"), auto_dispatch=12, stock=None, origin=(),
                destinations=(), payment=("finalize_early",), sold=0, views=0, description="Sixty pages."),
        replace(_LISTING, listing_id=70_006, title="Voucher", product="accounts", vendor=pixel, digital=True, stock=5,
                auto_dispatch=12, shipping=(Shipping("instant", None, Amount(0, "USD"), "order"),),
                price=Amount(1_900, "USD"), origin=("WORLD",), destinations=("WORLD",), description="", tags=()),
        replace(_LISTING, listing_id=70_007, title="Sold out mushrooms", product="mushrooms", vendor=green, stock=0,
                destinations=("BA", "HR", "SOUTH_AMERICA", "NORTH_AMERICA", "OCEANIA"), origin=("NL",),
                excluded_in_text=("US",), description="Dried.\nNo shipping to USA."),
        replace(_LISTING, listing_id=70_008, vendor=green, product="cocaine", sticky=3,
                title="Tien gram in één keer, verzending elke werkdag vóór vijf uur, altijd met cérémonie",
                origin=("CO",), holding=True, price=Amount(50_000_000, "USD")),
        replace(_LISTING, listing_id=70_009, vendor=green, product="weed", sticky=4, title="Sticky haze R&D <b>",
                payment=()),
        replace(_LISTING, listing_id=70_010, vendor=pixel, product="lab_supplies", title="Glass, ten pieces"),
        replace(_LISTING, listing_id=70_011, vendor=north, product="paraphernalia", title="Paper"),
        *(
            replace(_LISTING, listing_id=70_100 + number, title=f"Haze number {number}", vendor=green,
                    price=Amount(1_000 + 7 * number, "EUR"), sold=200 - number, views=1_000 + number)
            for number in range(95)
        ),
    ]  # fmt: skip


_COMMENTS = (None, "Keurig & snel", "0.7 instead of 1.0 <g", 'He said "tomorrow"', "R&B << ok >>", "dank  u")


def _reviews(listing: ListingState, count: int) -> list[ReviewState]:
    return [
        ReviewState(
            review_id=listing.listing_id * 1_000 + number,
            listing_id=listing.listing_id,
            listing_title=listing.title,
            listing_product=listing.product,
            vendor=listing.vendor.handle,
            at=INSTANT - number * number * 700 - 59 * number,
            stars=(5, 5, 4, 5, 3, 5, 5, 1, 5, 2)[number % 10],
            comment=_COMMENTS[number % len(_COMMENTS)],
            buyer=("bloemkool", "J", "k9", "Ünal<", "s_&_s")[number % 5],
            amount=Amount(1_250 + 10 * number, "USD") if number % 3 else Amount(100_012, "EUR"),
            quantity=1,
            reply="Sorry & thanks,\nnext time <better>" if number % 10 == 7 else None,
        )
        for number in range(count)
    ]


@dataclass
class FakeSnapshot:
    """`simulator.state.Snapshot`, by lists."""

    listings: list[ListingState] = field(default_factory=_listings)
    market: str = "empire"
    instant: int = INSTANT
    open: bool = True
    display: Display = Display()  # noqa: RUF009  # frozen

    @cached_property
    def _by_id(self) -> dict[int, ListingState]:
        return {listing.listing_id: listing for listing in self.listings}

    @cached_property
    def _of_listing(self) -> dict[int, list[ReviewState]]:
        sizes = {70_001: 240, 70_002: 3, 70_003: 30, 70_007: 31}
        return {listing.listing_id: _reviews(listing, sizes.get(listing.listing_id, 0)) for listing in self.listings}

    def counts(self) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for listing in self.listings:
            counts[listing.product] = counts.get(listing.product, 0) + 1
        return counts

    def listing_ids(self, products: Sequence[str]) -> Sequence[int]:
        popular = sorted(self.listings, key=lambda listing: -listing.sold)
        return [listing.listing_id for listing in popular if listing.product in products]

    def promoted_ids(self) -> Sequence[int]:
        placed = sorted((listing for listing in self.listings if listing.sticky), key=lambda listing: listing.sticky)
        return [listing.listing_id for listing in placed]

    def listing(self, listing_id: int) -> ListingState | None:
        return self._by_id.get(listing_id)

    def handles(self) -> Sequence[str]:
        return list(VENDORS)

    def vendor(self, handle: str) -> VendorState | None:
        return VENDORS.get(handle)

    def vendor_listing_ids(self, handle: str) -> Sequence[int]:
        return [listing.listing_id for listing in reversed(self.listings) if listing.vendor.handle == handle]

    def vendor_reviews(self, handle: str) -> Sequence[ReviewState]:
        of_vendor = [review for reviews in self._of_listing.values() for review in reviews if review.vendor == handle]
        return sorted(of_vendor, key=lambda review: (-review.at, review.review_id))

    def listing_reviews(self, listing_id: int) -> Sequence[ReviewState]:
        return self._of_listing.get(listing_id, [])

    def star_counts(self, handle: str, since: int, until: int) -> tuple[int, int, int, int, int]:
        counts = [0] * 5
        for review in self.vendor_reviews(handle):
            if since <= review.at < until:
                counts[review.stars - 1] += 1
        one, two, three, four, five = counts
        return one, two, three, four, five

    def rates(self) -> Mapping[tuple[str, str], Decimal]:
        return RATES


def market() -> FakeSnapshot:
    """The market, new each time."""
    return FakeSnapshot()
