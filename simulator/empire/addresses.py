"""
Empire's addresses: the target of a path, and the paths of all pages.

Sorted lists, searches and whatever needs an account of one's own (orders, messages, balances) are no pages here: what
asks for them gets the market's page for addresses that do not exist.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote, urlsplit
from zlib import crc32

from simulator.empire.categories import CATEGORIES, category_of

if TYPE_CHECKING:
    from simulator.empire.signs import Sign
    from simulator.state import ListingState, ReviewState

__all__ = [
    "CARDS",
    "FEEDBACK_TABS",
    "ROWS",
    "Address",
    "category_path",
    "listing_path",
    "listing_tab_path",
    "profile_path",
    "resolve",
    "review_path",
    "store_path",
    "token_of",
    "upload_path",
    "vendor_number",
    "vendor_tab_path",
]

CARDS = 15
"""Cards on a list page."""
ROWS = 30
"""Rows of feedback on a page."""

FEEDBACK_TABS: dict[str, Sign] = {"p_feedback": "positive", "n_feedback": "negative", "c_feedback": "neutral"}
"""
Tabs of a vendor's feedback, in their order. The tab ``l_feedback`` has the feedback that the vendor left for others.
"""

Kind = Literal["home", "category_list", "listing", "vendor", "vendor_offers", "login", "unknown"]


@dataclass(frozen=True, slots=True)
class Address:
    """
    What a path asks for.

    Attributes:
        kind: sort of page.
        number: of the category or listing.
        name: handle of the vendor, where the path has that.
        token: what stands for it in the paths of tabs.
        tab: of a listing (``desc``, ``feedback``, ``refund``) or vendor (``about``, ``p_feedback`` … ``pgp``).
        offset: cards or rows before the first of the page.
    """

    kind: Kind
    number: int = 0
    name: str = ""
    token: str = ""
    tab: str = ""
    offset: int = 0


def resolve(path: str) -> Address:
    """Return the target of a path; ``unknown`` if the market does not have it."""
    parts = [unquote(part) for part in urlsplit(path).path.split("/") if part]
    match [part.lower() for part in parts]:
        case [] | ["home"]:
            return Address("home")
        case ["login"] | ["index", "login"]:
            return Address("login", tab="expired" if "dtf=1" in path else "")
        case ["category", "categories", number, *rest] if number.isdecimal() and int(number) in CATEGORIES:
            return _listed(Address("category_list", int(number)), rest)
        case ["product", number, _, _] if number.isdecimal():
            return Address("listing", int(number), tab="desc")
        case ["product_list", "settab", number, _, _, ("desc" | "feedback" | "refund") as tab, *rest] if (
            number.isdecimal()
        ):
            return _listed(Address("listing", int(number), tab=tab), rest)
        case ["u", _]:
            return Address("vendor", name=parts[1], tab="about")
        case ["store", _, *rest]:
            return _listed(Address("vendor_offers", name=parts[1]), rest)
        case ["profile", "setusertab", ("about" | "l_feedback" | "pgp") as tab, _, *rest]:
            return _listed(Address("vendor", token=parts[3], tab=tab), rest)
        case ["profile", "setusertab", tab, _, *rest] if tab in FEEDBACK_TABS:
            return _listed(Address("vendor", token=parts[3], tab=tab), rest)
    return Address("unknown")


def _listed(found: Address, rest: list[str]) -> Address:
    """The same at an offset, if that is what the path ends with."""
    if not rest:
        return found
    if len(rest) > 1 or not rest[0].isdecimal():
        return Address("unknown")
    return replace(found, offset=int(rest[0]))


def category_path(number: int, offset: int = 0) -> str:
    """A page of a category."""
    return f"/category/categories/{number}/{offset}"


def _listing_numbers(listing_id: int, product: str, handle: str) -> str:
    return f"{listing_id}/{category_of(product).number}/{vendor_number(handle)}"


def listing_path(listing: ListingState) -> str:
    """A listing."""
    return f"/product/{_listing_numbers(listing.listing_id, listing.product, listing.vendor.handle)}"


def listing_tab_path(listing: ListingState, tab: str) -> str:
    """A listing's tab."""
    return f"/Product_List/setTab/{_listing_numbers(listing.listing_id, listing.product, listing.vendor.handle)}/{tab}"


def review_path(review: ReviewState) -> str:
    """The listing that a review is of."""
    return f"/product/{_listing_numbers(review.listing_id, review.listing_product, review.vendor)}"


def profile_path(handle: str) -> str:
    """A vendor."""
    return f"/u/{quote(handle, safe='')}"


def store_path(handle: str) -> str:
    """A vendor's listings."""
    return f"/store/{quote(handle, safe='')}"


def vendor_tab_path(handle: str, tab: str) -> str:
    """A vendor's tab."""
    return f"/Profile/setUserTab/{tab}/{token_of(handle)}"


def vendor_number(handle: str) -> int:
    """The number of a vendor in addresses, which tells nothing about the account in the truth."""
    return 10_000 + crc32(handle.encode()) % 890_000


@lru_cache(maxsize=65_536)
def token_of(handle: str) -> str:
    """What stands for a vendor in the addresses of tabs: sixteen bytes, encoded twice as the market did."""
    return b64encode(b64encode(blake2b(handle.encode(), digest_size=16).digest())).decode()


def upload_path(listing_id: int, created: int, size: int) -> str:
    """The address of a listing's picture in one of the market's sizes, ``150`` or ``100`` or ``40`` pixels square."""
    moment = datetime.fromtimestamp(created, UTC)
    name = blake2b(str(listing_id).encode(), digest_size=10).hexdigest()
    return f"/public/uploads/{moment.year}/{moment.month:02d}/{moment.day:02d}/{created}{name}-{size}_{size}.jpg"
