"""A small Dream Market, written by hand: every form of every field that its pages can show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.products import PRODUCTS
from simulator.state import Amount, Display, ExternalRating, ListingState, ReviewState, Shipping, VendorState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["INSTANTS", "Market", "instant", "market"]

MINUTE, HOUR, DAY = 60, 3600, 86400
FIXTURES = Path(__file__).parents[2] / "fixtures/pages/dream"


def instant(text: str) -> int:
    """Seconds since 1970 of a time in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


INSTANTS = {
    "march": instant("2018-03-01T20:41:46"),
    "november": instant("2018-11-18T09:12:00"),
    "april": instant("2019-04-14T23:59:59"),
}

RATES = {
    "USD": "7930.6", "EUR": "6829.4", "GBP": "6052.33", "BCH": "9.94", "XMR": "57.7", "CAD": "10376", "AUD": "10730.1",
    "SEK": "69941", "NOK": "65111", "DKK": "50893.1", "TRY": "38388.3", "CNH": "54253.2", "HKD": "62523.7",
    "RUB": "506595.6", "INR": "548931.5", "JPY": "894317.7", "BRL": "29861",
}  # fmt: skip


@dataclass
class Market:
    """A market with given states."""

    instant: int
    vendors: list[VendorState]
    listings: list[ListingState]
    reviews: list[ReviewState]
    market: str = "dream"
    open: bool = True
    exchange: Mapping[str, str] = field(default_factory=lambda: RATES)
    display: Display = Display()  # noqa: RUF009  # frozen

    def counts(self) -> Mapping[str, int]:
        return {product: sum(one.product == product for one in self.listings) for product in PRODUCTS}

    def listing_ids(self, products: Sequence[str]) -> Sequence[int]:
        found = [one for one in self.listings if one.product in products]
        return [one.listing_id for one in sorted(found, key=lambda one: (-one.sold, one.listing_id))]

    def promoted_ids(self) -> Sequence[int]:
        return [one.listing_id for one in sorted(self.listings, key=lambda one: one.sticky) if one.sticky]

    def listing(self, listing_id: int) -> ListingState | None:
        return next((one for one in self.listings if one.listing_id == listing_id), None)

    def handles(self) -> Sequence[str]:
        return [vendor.handle for vendor in self.vendors]

    def vendor(self, handle: str) -> VendorState | None:
        return next((vendor for vendor in self.vendors if vendor.handle == handle), None)

    def vendor_listing_ids(self, handle: str) -> Sequence[int]:
        found = [one.listing_id for one in self.listings if one.vendor.handle == handle]
        return sorted(found, reverse=True)

    def vendor_reviews(self, handle: str) -> Sequence[ReviewState]:
        return [one for one in self.reviews if one.vendor == handle]

    def listing_reviews(self, listing_id: int) -> Sequence[ReviewState]:
        return [one for one in self.reviews if one.listing_id == listing_id]

    def star_counts(self, handle: str, since: int, until: int) -> tuple[int, int, int, int, int]:
        found = [one.stars for one in self.vendor_reviews(handle) if since <= one.at < until]
        one, two, three, four, five = (found.count(stars) for stars in range(1, 6))
        return one, two, three, four, five

    def rates(self) -> Mapping[tuple[str, str], Decimal]:
        return {("BTC", code): Decimal(rate) for code, rate in self.exchange.items()}


def _key() -> str:
    """The armoured key that was made for a fixture."""
    page = (FIXTURES / "vendor_profile/captaingannet_verified/body.html").read_text(encoding="utf-8")
    start = page.index("-----BEGIN PGP")
    return page[start : page.index("-----END PGP")].replace("&lt;", "<").replace("&gt;", ">") + (
        "-----END PGP PUBLIC KEY BLOCK-----"
    )


KEY, FINGERPRINT = _key(), "E7A46AC5E948643587AC82945BA3579D70F84B9D"

EXTERNAL = (
    ExternalRating("hansa", None, None, None, 1377, 41, 52),
    ExternalRating("agora", 3120, 483, 5, None, None, None),
    ExternalRating("middleearth", 27, 964, 10, None, None, None),
    ExternalRating("alphabay", None, None, None, 812, 25, 90),
    ExternalRating("nucleus", 58, 460, 5, None, None, None),
    ExternalRating("abraxas", 345, 500, 5, None, None, None),
    ExternalRating("wallstreet", 12, 450, 5, None, None, None),
    ExternalRating("empire", None, None, None, 1, 2, 3),
)


def _vendor(now: int, account_id: int, handle: str, **changes: object) -> VendorState:
    plain = VendorState(
        account_id=account_id, handle=handle, joined=now - 500 * DAY, last_active=now - HOUR, banned=False,
        on_vacation=False, sales=684, level=3, trust_level=3, experience=40, trusted=True, finalize_early=False,
        trust_votes=(86, 7), orders=2, disputes=(0, 0), external=(), qualities=(500, 500, 500),
        profile="Not shown anywhere.", terms="Orders leave within two days.\n\n  Ask before you buy <ten> & more.",
        refund_policy="", pgp_key="", pgp_fingerprint="",
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def _vendors(now: int) -> list[VendorState]:
    return [
        _vendor(now, 2, "Heidehof", pgp_key=KEY, pgp_fingerprint=FINGERPRINT, external=EXTERNAL, sales=11_530),
        _vendor(
            now,
            5,
            "Brückenkopf_99",
            trusted=False,
            last_active=now - DAY,
            finalize_early=True,
            sales=99,
            terms="Verpackung: flüssig dicht, geschweißt. Ersatz bis 50€ — größer nicht.\nVoilà… “Âge” → ok 🤤",
        ),
        _vendor(
            now,
            8,
            "fee-less",
            last_active=now - 9 * DAY,
            sales=9,
            pgp_key=KEY,
            pgp_fingerprint=FINGERPRINT,
            terms="Café crème, déjà vu, naïve façade, 5 €.",
        ),
        _vendor(now, 3, "new.one", trusted=False, sales=0, terms="", trust_votes=(0, 0), pgp_key=""),
        _vendor(now, 4, "Away", on_vacation=True, sales=1049),
        _vendor(now, 7, "Gone", banned=True, sales=104_999, last_active=now - 40 * DAY),
        _vendor(
            now, 9, "Grossist", sales=9999, terms="Nur Großmengen, über 100 Stück. Ärger mit Ämtern? Öfter fragen."
        ),
    ]


def _listing(number: int, vendor: VendorState, **changes: object) -> ListingState:
    plain = ListingState(
        listing_id=number, title=f"Plain weed {number}g", vendor=vendor, product="weed", created=vendor.joined,
        price=Amount(12_000, "EUR"), holding=False, unit="gram", tiers=(), least_order=None, most_order=None,
        shipping=(
            Shipping("Letter, 2 days", 2, Amount(300, "EUR"), "order"),
            Shipping("Paid with another order", None, Amount(0, "EUR"), "order"),
        ),
        origin=("BE",), origin_words="", destinations=("WORLD",), excluded=(), payment=("escrow",),
        coins=("BTC", "XMR"), digital=False, stock=None, auto_dispatch=None, sold=0, views=0, sticky=0,
        description="Grown in Kempen soil.\nDry, cured; weighs what it says.", tags=(),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def _listings(vendors: list[VendorState]) -> list[ListingState]:
    heide, bridge, free, new, away, _, bulk = vendors
    special = [
        _listing(100, heide, title="Blue pills 180mg ♕ pressed & tested, ten of them <free>", product="xtc_pills",
                 price=Amount(4900, "USD"), sticky=1, origin=("NL",), origin_words="holland", sold=50,
                 destinations=("BE", "WORLD"), excluded=("NL",), coins=("BTC", "BCH", "XMR", "LTC")),
        _listing(101, bridge, title="Speed flüssig 50ml — Qualität geprüft, größer geht’s nicht", product="speed",
                 price=Amount(299, "GBP"), origin=("DE",), origin_words="DEUTSCHLAND", destinations=("EU",),
                 description="50€ für 50 ml.\nKühl lagern (4 °C), “sauber” → gut 🤤.\n\n  Zweite Zeile.",
                 sticky=3, sold=4),
        _listing(102, free, title="Résine 10g", product="hash", price=Amount(3505, "EUR"), payment=("finalize_early",),
                 origin=("BE", "NL"), origin_words="", destinations=("EUROPE", "WORLD"), sticky=2),
        _listing(103, new, title="Guide to bread", product="drug_guides", digital=True, origin=(),
                 origin_words="Digital", destinations=("WORLD",), shipping=(), coins=("BTC",),
                 price=Amount(399, "USD")),
        _listing(111, new, title="Icons", product="ebooks", digital=True, origin=("WORLD",), origin_words="Digital",
                 destinations=(), shipping=(), price=Amount(150, "EUR")),
        _listing(104, new, title="Something", product="miscellaneous", origin=(), origin_words="Undisclosed",
                 destinations=(), coins=(), price=Amount(999_999, "USD"), description=""),
        _listing(105, heide, title="x" * 50 + " y", product="crack", origin=("US",), origin_words="",
                 destinations=("US",), price=Amount(1, "USD")),
        _listing(106, heide, title="word " * 9 + "abc de fghij", product="accounts", origin=("WORLD",),
                 origin_words="", destinations=("ASIA", "NORTH_AMERICA"), payment=("multisig",),
                 price=Amount(123_456_789, "USD")),
        _listing(107, away, title="5x A\u00a0B  C", product="fake_ids", origin=("EU",), origin_words="EU",
                 destinations=("DE", "FR", "EUROPE")),
        _listing(108, bulk, title="Überraschung № 1 – Ärmel, Íslenska, Ý, Ðð, À la carte", product="mushrooms",
                 origin=("DE", "NL"), origin_words="Netherlands/Germany", destinations=("WORLD",)),
        _listing(109, heide, title="Doubled", product="weed", origin=("GB",), origin_words="UNITED KINGDOM"),
        _listing(110, bridge, title="Speed trocken", product="speed", origin=("DE",), coins=("BTC", "BCH", "XMR")),
        _listing(117, free, title="Weed from nobody", origin=(), destinations=("WORLD",)),
    ]  # fmt: skip
    plain = [
        _listing(number, bulk, sold=number % 7, payment=("finalize_early",) if number % 5 == 0 else ("escrow",))
        for number in range(1000, 1075)
    ]
    return special + plain


_COMMENTS = (
    None, "blue as promised ♕", "schön & flüssig, 50€ gespart", None, "  two   spaces\nand a line ", "",
    "très bien → à bientôt", "<b>bold</b> claim", "ok", "Größe stimmt, Qualität top… “wow”",
)  # fmt: skip


def _reviews(now: int, listings: list[ListingState]) -> list[ReviewState]:
    by_number = {one.listing_id: one for one in listings}
    ages = {
        100: [0, 59, 60, 12 * MINUTE, HOUR - 1, 22 * HOUR + 58 * MINUTE, DAY - 1, DAY, DAY + HOUR, 2 * DAY + 23 * HOUR,
              3 * DAY - 1, 3 * DAY, 9 * DAY, 32 * DAY, 65 * DAY // 2, 33 * DAY, 97 * DAY, 195 * DAY // 2, 154 * DAY],
        101: [number * 6 * HOUR + 17 for number in range(420)],
        102: [200 * DAY + number * DAY for number in range(40)],
        1000: [number * 3 * HOUR for number in range(30)],
    }  # fmt: skip
    found = []
    for listing_id, times in ages.items():
        listing = by_number[listing_id]
        for place, age in enumerate(times):
            found.append(
                ReviewState(
                    review_id=listing_id * 1000 + place,
                    listing_id=listing_id,
                    listing_title=listing.title,
                    listing_product=listing.product,
                    vendor=listing.vendor.handle,
                    at=now - age,
                    stars=5 if place % 6 else place % 5 + 1,
                    comment=_COMMENTS[place % len(_COMMENTS)],
                    buyer=("peter_k", "ö", "Qé", "T.p")[place % 4],
                    amount=Amount((place * 1337 + 20) % 40_000, listing.price.currency),
                    quantity=1 + place % 3,
                    reply=None,
                )
            )
    return sorted(found, key=lambda review: (-review.at, -review.review_id))


def market(at: int) -> Market:
    """The market at an instant."""
    vendors = _vendors(at)
    listings = _listings(vendors)
    return Market(at, vendors, listings, _reviews(at, listings))
