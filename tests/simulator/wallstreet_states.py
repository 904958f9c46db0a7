"""A small Wall Street Market, written by hand: every form of every field that its pages can show."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.products import PRODUCTS
from simulator.state import Amount, Display, ListingState, ReviewState, Shipping, Tier, VendorState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["INSTANTS", "Market", "market"]

MINUTE, HOUR, DAY = 60, 3600, 86400


def _at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


INSTANTS = {
    "november": _at("2018-11-18T08:52:00"),
    "new year": _at("2019-01-05T00:30:30"),
    "end of february": _at("2019-03-01T23:59:59"),
}

_FIXTURE = Path(__file__).parents[2] / "fixtures/pages/wallstreet/vendor_pgp/leiebloem_en/expected.json"
_KEY = next(
    record for record in json.loads(_FIXTURE.read_text(encoding="utf-8"))["records"] if record["record"] == "vendor"
)


@dataclass
class Market:
    """A market with given states."""

    instant: int
    vendors: list[VendorState]
    listings: list[ListingState]
    reviews: list[ReviewState]
    market: str = "wallstreet"
    open: bool = True
    display: Display = Display()  # noqa: RUF009  # frozen

    def counts(self) -> Mapping[str, int]:
        return {product: sum(one.product == product for one in self.listings) for product in PRODUCTS}

    def listing_ids(self, products: Sequence[str]) -> Sequence[int]:
        found = [one for one in self.listings if one.product in products]
        return [one.listing_id for one in sorted(found, key=lambda one: (-one.sold, one.listing_id))]

    def promoted_ids(self) -> Sequence[int]:
        return []

    def listing(self, listing_id: int) -> ListingState | None:
        return next((one for one in self.listings if one.listing_id == listing_id), None)

    def handles(self) -> Sequence[str]:
        return [vendor.handle for vendor in self.vendors]

    def vendor(self, handle: str) -> VendorState | None:
        return next((vendor for vendor in self.vendors if vendor.handle == handle), None)

    def vendor_listing_ids(self, handle: str) -> Sequence[int]:
        return sorted((one.listing_id for one in self.listings if one.vendor.handle == handle), reverse=True)

    def vendor_reviews(self, handle: str) -> Sequence[ReviewState]:
        return [review for review in self.reviews if review.vendor == handle]

    def listing_reviews(self, listing_id: int) -> Sequence[ReviewState]:
        return [review for review in self.reviews if review.listing_id == listing_id]

    def star_counts(self, handle: str, since: int, until: int) -> tuple[int, int, int, int, int]:
        stars = [one.stars for one in self.reviews if one.vendor == handle and since <= one.at < until]
        one, two, three, four, five = (stars.count(number) for number in range(1, 6))
        return one, two, three, four, five

    def rates(self) -> Mapping[tuple[str, str], Decimal]:
        return {
            ("BTC", "USD"): Decimal("5612.4"),
            ("BTC", "EUR"): Decimal("4910.25"),
            ("BTC", "GBP"): Decimal("4372.8"),
        }


def _vendors(now: int) -> list[VendorState]:
    plain = VendorState(
        account_id=1,
        handle="torfsteker",
        joined=_at("2017-02-02T10:00:00"),
        last_active=now - 3 * DAY - 5 * HOUR,
        banned=False,
        on_vacation=False,
        sales=12_345,
        level=10,
        trust_level=7,
        experience=23_456,
        trusted=False,
        finalize_early=False,
        trust_votes=(0, 0),
        orders=1,
        disputes=(0, 0),
        external=(),
        qualities=(480, 470, 460),
        profile="Since 2017.",
        terms="",
        refund_policy="",
        pgp_key="",
        pgp_fingerprint="",
    )
    return [
        plain,
        replace(
            plain,
            handle="leiebloem",
            account_id=2,
            joined=_at("2018-03-04T23:59:59"),
            last_active=now - 5 * MINUTE,
            sales=2690,
            level=8,
            experience=3412,
            trusted=True,
            orders=0,
            profile="We send   from Flanders\n\non working days & <nights>.\r\nNo sale to anyone who cannot encrypt.\n",
            refund_policy="Half of the price is sent again once.\nNothing for first buyers.",
            pgp_key=_KEY["pgp_key"],
            pgp_fingerprint=_KEY["pgp_fingerprint"],
        ),
        replace(
            plain,
            handle="vaart_kapoen-9",
            account_id=3,
            joined=_at("2018-05-31T00:00:00"),
            last_active=now - 20 * DAY,
            on_vacation=True,
            sales=999,
            level=4,
            experience=842,
            refund_policy="Éénmaal opnieuw, daarna niets.",
        ),
        replace(
            plain,
            handle="brejo_alto",
            account_id=4,
            joined=now - 2 * HOUR,
            last_active=now - 400 * DAY,
            sales=0,
            level=1,
            experience=0,
            orders=1204,
            profile="",
        ),
        replace(plain, handle="gesloten", account_id=5, banned=True, last_active=now - 329 * DAY),
    ]


def _listings(vendors: list[VendorState]) -> list[ListingState]:
    torfsteker, leiebloem, vaartkapoen, _, _ = vendors
    plain = ListingState(
        listing_id=58_811,
        title="Amnesia, dried slowly",
        vendor=leiebloem,
        product="weed",
        created=_at("2018-09-01T12:00:00"),
        price=Amount(790, "EUR"),
        holding=False,
        unit="gram",
        tiers=(),
        least_order=1,
        most_order=250,
        shipping=(Shipping("Letter", 3, Amount(350, "EUR"), "order"),),
        origin=("NL",),
        origin_words="Netherlands",
        destinations=("NL", "BE", "DE"),
        excluded=(),
        payment=("escrow",),
        coins=("BTC",),
        digital=False,
        stock=900,
        auto_dispatch=None,
        sold=611,
        views=4812,
        sticky=0,
        description="Grown on coco, dried for twelve days in the dark.",
        tags=(),
    )
    tiers = (
        Tier(1, 4, Amount(7150, "USD")),
        Tier(5, 9, Amount(6600, "USD")),
        Tier(10, 1499, Amount(6125, "USD")),
        Tier(1500, None, Amount(123_456, "USD")),
    )
    return [
        plain,
        *(
            replace(plain, listing_id=60_000 + n, title=f"Haze number {n}", vendor=torfsteker, sold=n, origin=("DE",))
            for n in range(40)
        ),
        replace(
            plain,
            listing_id=60_415,
            title="Pollen «Frontière» <b>& friends</b>  \"fine\" 'brown' 🌿",
            product="hash",
            origin=("BE", "NL"),
            destinations=("WORLD",),
            excluded=("FI", "US"),
            payment=("escrow", "finalize_early"),
            least_order=None,
            stock=1200,
            description="Two places of departure,\nby stock.\n\n  We leave on Monday\tand Thursday.  ",
        ),
        replace(
            plain,
            listing_id=59_477,
            title="Cocaine from the block",
            vendor=torfsteker,
            product="cocaine",
            price=Amount(7150, "USD"),
            tiers=tiers,
            most_order=None,
            shipping=(
                Shipping("Letter & stamp", 2, Amount(0, "USD"), "order"),
                Shipping("By <item>", 4, Amount(1250, "USD"), "item"),
            ),
            origin=("BE",),
            payment=("escrow", "multisig"),
            auto_dispatch=12,
            sold=2046,
            views=23_805,
        ),
        replace(
            plain,
            listing_id=61_002,
            title="Not for sale at present",
            vendor=vaartkapoen,
            product="mdma",
            price=Amount(9_999_999, "GBP"),
            holding=True,
            unit="ounce",
            least_order=None,
            most_order=None,
            origin=("EUROPE",),
            destinations=("EUROPE",),
            excluded=("GB",),
            payment=("multisig",),
            stock=0,
            sold=58,
            description="",
        ),
        replace(
            plain,
            listing_id=61_003,
            title="Blotters, 25",
            vendor=vaartkapoen,
            product="lsd",
            price=Amount(3, "USD"),
            unit="piece",
            origin=(),
            origin_words="",
            destinations=("BE",),
            payment=(),
        ),
        replace(
            plain,
            listing_id=61_004,
            title="Racemic ketamine",
            vendor=vaartkapoen,
            product="ketamine",
            unit="milligram",
            origin=("WORLD",),
            destinations=("WORLD", "BE"),
        ),
        replace(
            plain,
            listing_id=61_005,
            title="Drops",
            vendor=vaartkapoen,
            product="ghb",
            unit="millilitre",
            origin=("BE", "EUROPE"),
            destinations=("NORTH_AMERICA", "AU"),
        ),
        replace(
            plain,
            listing_id=44_120,
            title="How to grow in a cupboard",
            vendor=torfsteker,
            product="drug_guides",
            price=Amount(400, "EUR"),
            unit="piece",
            most_order=1,
            shipping=(),
            origin=(),
            destinations=(),
            digital=True,
            stock=None,
            auto_dispatch=50,
        ),
        replace(
            plain,
            listing_id=61_007,
            title="Crystals for the continent",
            product="mda",
            destinations=("EU", "CH"),
            excluded=("FI", "SE"),
        ),
        replace(plain, listing_id=61_006, title="By the kilogram", product="tobacco", unit="kilogram", origin=("GB",)),
    ]


def _reviews(now: int, listings: list[ListingState]) -> list[ReviewState]:
    ages = [
        0, 59, MINUTE, 12 * MINUTE, HOUR - 1, HOUR, 3 * HOUR + 5, DAY - 1, DAY, 2 * DAY, 7 * DAY - 1, 7 * DAY, 20 * DAY,
        28 * DAY - 1, 28 * DAY, 28 * DAY + 9 * HOUR, 61 * DAY, 120 * DAY, 200 * DAY + 13 * HOUR, 329 * DAY, 330 * DAY,
        330 * DAY + 1, 400 * DAY, 700 * DAY,
    ]  # fmt: skip
    comments = ["Fast and well packed.", None, "5/5 & <more>", "Two lines,\nof  which one is short", "Größe passt 👍"]
    buyers = ["penguin", "ab", "x", "Quite_a_long_name", "1<h"]
    sold = [one for one in listings if one.listing_id in {58_811, 59_477, 60_415}]
    return [
        ReviewState(
            review_id=n,
            listing_id=sold[n % 3].listing_id,
            listing_title=sold[n % 3].title,
            listing_product=sold[n % 3].product,
            vendor=sold[n % 3].vendor.handle,
            at=now - ages[n // 3],
            stars=1 + (n * 7) % 5,
            comment=comments[n % 4 if n % 9 else 4],
            buyer=buyers[n % 5],
            amount=Amount(1000, "EUR"),
            quantity=1,
            reply=None,
        )
        for n in range(3 * len(ages))
    ]


def market(instant: int = INSTANTS["november"]) -> Market:
    """The market at an instant."""
    vendors = _vendors(instant)
    listings = _listings(vendors)
    return Market(instant, vendors, listings, _reviews(instant, listings))
