"""Addresses of Dream Market's pages, and the two numbers by which it names a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

from simulator.dream.categories import CATEGORIES

if TYPE_CHECKING:
    from simulator.dream.categories import Category
    from simulator.state import ListingState, Snapshot

__all__ = ["Address", "category_path", "listing_number", "listing_path", "offer_id", "resolve", "vendor_path"]

_FIRST, _SECOND = 999_979, 999_983
"""Primes: each part of an offer's id is a remainder, and the two together give the listing's number back."""
_FIRST_STEP, _SECOND_STEP = 618_637, 414_973
_FIRST_START, _SECOND_START = 271_829, 577_216


class Address(NamedTuple):
    """The target of an address: kind of page, the category, listing or vendor meant, and the page of its list."""

    kind: Literal["home", "category_list", "listing", "vendor_profile", "vendor_feedback", "login", "error"]
    of: str = ""
    page: int = 1

    def category(self) -> Category | None:
        """The category that is meant, if the market has it."""
        return CATEGORIES.get(int(self.of)) if self.of.isdecimal() and len(self.of) < 8 else None

    def listing(self, snapshot: Snapshot) -> ListingState | None:
        """The listing that is meant, if it is live."""
        number = listing_number(self.of)
        return None if number is None else snapshot.listing(number)


def offer_id(listing_id: int) -> str:
    """The id that addresses and links give to a listing, such as ``80011.500060``."""
    first = (listing_id * _FIRST_STEP + _FIRST_START) % _FIRST
    second = (listing_id * _SECOND_STEP + _SECOND_START) % _SECOND
    return f"{first}.{second}"


def listing_number(offer: str) -> int | None:
    """The listing that an offer's id names; None where it is of another form."""
    first, dot, second = offer.partition(".")
    if not (dot and first.isdecimal() and second.isdecimal() and offer.isascii()):
        return None
    low = (int(first) - _FIRST_START) * pow(_FIRST_STEP, -1, _FIRST) % _FIRST
    high = (int(second) - _SECOND_START) * pow(_SECOND_STEP, -1, _SECOND) % _SECOND
    number = low + _FIRST * ((high - low) * pow(_FIRST, -1, _SECOND) % _SECOND)
    return number if offer_id(number) == offer else None


def category_path(category_id: int, page: int = 1) -> str:
    """A page of a category."""
    return f"/?category={category_id}" if page == 1 else f"/?page={page}&category={category_id}"


def listing_path(listing_id: int) -> str:
    """A listing's page."""
    return f"/viewProduct?offer={offer_id(listing_id)}"


def vendor_path(handle: str, page: int = 1, *, ratings: bool = False) -> str:
    """A vendor's profile, a further page of its cards, or the ratings tab."""
    name = quote(handle, safe="")
    if ratings:
        return f"/contactMember?member={name}&tab=ratings"
    return f"/contactMember?member={name}" if page == 1 else f"/contactMember?page={page}&member={name}"


def resolve(path: str) -> Address:
    """Read an address. One that the market has no content for is of kind ``error``."""
    parts = urlsplit(path)
    query = {key: values[-1] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
    number = query.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < 8 else 1
    match parts.path.lstrip("./"):
        case "" if "logout" in query:
            return Address("login")
        case "" if "category" in query:
            return Address("category_list", query["category"], page)
        case "" if "q" not in query:
            return Address("home")
        case "viewProduct":
            return Address("listing", query.get("offer", ""))
        case "contactMember" if query.get("tab") == "ratings":
            return Address("vendor_feedback", query.get("member", ""), page)
        case "contactMember":
            return Address("vendor_profile", query.get("member", ""), page)
    return Address("error")
