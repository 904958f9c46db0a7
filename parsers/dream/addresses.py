"""
Addresses of Dream Market: read ids from links, and rebuild links from ids.

Savers rewrote many links (``../listings?category=103``, ``contactMember%3Fmember=name.html``), so only the query of a
link is believed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote_plus

from cryptodrug_scraper.page.addresses import unsaved

__all__ = [
    "category_id",
    "category_url",
    "feedback_url",
    "is_own_profile",
    "listing_id",
    "listing_url",
    "page_number",
    "vendor_name",
    "vendor_url",
]

_OFFER = re.compile(r"[?&]offer=(\d+\.\d+)")
_CATEGORY = re.compile(r"[?&]category=(\d+)")
_MEMBER = re.compile(r"[?&]member=([^&#]+)")
_PAGE = re.compile(r"[?&]page=(\d{1,9})")
_OWN_PROFILE = re.compile(r"(?:\A|/)profile")


@lru_cache(maxsize=8192)
def listing_id(href: str) -> str | None:
    """Return the listing id in a link. It keeps its trailing zeros, since it is not a number."""
    match = _OFFER.search(_asked(href))
    return None if match is None else match[1]


@lru_cache(maxsize=8192)
def category_id(href: str) -> str | None:
    """Return the category id in a link."""
    match = _CATEGORY.search(_asked(href))
    return None if match is None else match[1]


@lru_cache(maxsize=8192)
def vendor_name(href: str) -> str | None:
    """Return the vendor named in a link."""
    match = _MEMBER.search(_asked(href))
    return None if match is None else unquote_plus(match[1])


@lru_cache(maxsize=8192)
def page_number(href: str) -> int | None:
    """Return the page number in a link of a pager."""
    match = _PAGE.search(_asked(href))
    return None if match is None else int(match[1])


def is_own_profile(href: str) -> bool:
    """Tell whether a link leads to the profile of the account that is logged in."""
    return _OWN_PROFILE.search(href) is not None


def listing_url(offer: str) -> str:
    """Return the address of a listing."""
    return f"/viewProduct?offer={offer}"


@lru_cache(maxsize=8192)
def vendor_url(vendor: str, page: int = 1) -> str:
    """Return the address of a vendor's profile, with one page of the vendor's own listings."""
    return (
        f"/contactMember?member={quote(vendor)}" if page == 1 else f"/contactMember?page={page}&member={quote(vendor)}"
    )


@lru_cache(maxsize=8192)
def feedback_url(vendor: str) -> str:
    """Return the address of a vendor's reviews."""
    return f"/contactMember?member={quote(vendor)}&tab=ratings"


def category_url(category: str, page: int = 1) -> str:
    """Return the address of one page of a category's listings."""
    return f"/?category={category}" if page == 1 else f"/?page={page}&category={category}"


def _asked(href: str) -> str:
    """The address of a page whose file a link leads to; any other link as it is."""
    path = href.partition("#")[0]
    return path if "?" in path and not path.endswith(".html") else unsaved(path)
