"""Addresses of Empire Market: read ids from links of any mirror, and rebuild links from ids."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from cryptodrug_scraper.bounded import whole

__all__ = [
    "Product",
    "category_id",
    "category_url",
    "listing_tab_url",
    "listing_url",
    "offset_of",
    "product",
    "tab_of",
    "vendor_name",
    "vendor_url",
]

_PRODUCT = re.compile(r"(?:\A|/)(?:product|Product_List/set\w+)/(\d+)/(\d+)/(\d+)", re.IGNORECASE)
_CATEGORY = re.compile(r"(?:\A|/)category/categories/(\d+)")
_CATEGORY_FILE = re.compile(r"\A(?:\.\./)+(\d+)/(?:price_\w+/)?\d+\.html\Z")
"""A link of a mirror from one category to another: it is relative to the folder of all."""
_VENDOR = re.compile(r"(?:\A|/)(?:u|store)/([^/?#]+?)(?:\.html)?(?:[/?#]|\Z)")
_TAB = re.compile(r"(?:\A|/)(?:Product_List/setTab/\d+/\d+/\d+|Profile/setUserTab)/(\w+)", re.IGNORECASE)
_OFFSET = re.compile(
    r"/(?:category/categories/\d+(?:/price_\w+)?|store/[^/?#]+|home(?:/searchProducts)?|Profile/setUserTab/\w+/[^/?#]+"
    r"|Product_List/setTab/\d+/\d+/\d+/\w+)/(\d+)/?(?:[?#]|\Z)",
    re.IGNORECASE,
)
_QUERIED_OFFSET = re.compile(r"[?&](?:per_page|offset|page)=(\d+)(?:[&#]|\Z)")
PAGE_SIZE = 15


class Product(NamedTuple):
    """The three numbers in the address of a listing."""

    listing_id: str
    category_id: str
    vendor_id: str


@lru_cache(maxsize=8192)
def product(href: str) -> Product | None:
    """Return the numbers in a link to a listing, to one of its tabs, or to its order form."""
    match = _PRODUCT.search(href)
    return None if match is None else Product(match[1], match[2], match[3])


@lru_cache(maxsize=8192)
def category_id(href: str) -> str | None:
    """Return the category in a link."""
    match = _CATEGORY.search(href) or _CATEGORY_FILE.match(href)
    return None if match is None else match[1]


@lru_cache(maxsize=8192)
def vendor_name(href: str) -> str | None:
    """Return the vendor in a link to a profile or a store."""
    match = _VENDOR.search(href)
    return None if match is None else unquote(match[1])


def tab_of(href: str) -> str | None:
    """Return the name of the tab to which a link leads, such as ``desc``, ``refund``, ``about`` or ``p_feedback``."""
    match = _TAB.search(href)
    return None if match is None else match[1]


@lru_cache(maxsize=8192)
def offset_of(href: str) -> int | None:
    """
    Return how many cards or rows of a list come before the page to which a link leads; None if the link does not say
    it.
    """
    match = _OFFSET.search(href) or _QUERIED_OFFSET.search(href)
    return None if match is None else whole(match[1])


@lru_cache(maxsize=8192)
def listing_url(numbers: Product) -> str:
    """Return the address of a listing."""
    return f"/product/{numbers.listing_id}/{numbers.category_id}/{numbers.vendor_id}"


def listing_tab_url(numbers: Product, tab: str) -> str:
    """Return the address of one tab of a listing."""
    return f"/Product_List/setTab/{numbers.listing_id}/{numbers.category_id}/{numbers.vendor_id}/{tab}"


@lru_cache(maxsize=8192)
def vendor_url(vendor: str) -> str:
    """Return the address of a vendor's profile."""
    return f"/u/{quote(vendor)}"


def category_url(category: str, page: int = 1) -> str:
    """Return the address of one page of a category's listings."""
    return f"/category/categories/{category}/{PAGE_SIZE * (page - 1)}"
