"""
Addresses of Wall Street Market: read ids from links of any mirror, and rebuild links from ids.

Categories, searches and their pages all have the address ``/index``: they are asked for by forms.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

__all__ = [
    "INDEX_URL",
    "is_refund",
    "listing_id",
    "listing_url",
    "refund_url",
    "vendor_name",
    "vendor_tab",
    "vendor_url",
]

INDEX_URL = "/index"

_OFFER = re.compile(r"(?:offer/|\A(?:\.\./)?(?=\d+(?:/refund)?\.html\Z))(\d+)(/refund\b)?")
"""The links of a listing to itself and to its refund policy, in a mirror, are relative to the folder of offers."""
_OWN_REFUND = re.compile(r"refund\.html\Z")
_PROFILE = re.compile(r"profile/([^/?#]+?)(?:\.html)?(?:/(info|pgp|offers)\b|[/?#]|\Z)")
_OWN_TAB = re.compile(r"(?:\A|/)(info|pgp|offers)\.html\Z")
"""The links between the tabs of a profile, in a mirror, are relative to its folder."""


@lru_cache(maxsize=8192)
def listing_id(href: str) -> str | None:
    """Return the listing id in a link to a listing or to one of its tabs."""
    match = _OFFER.search(href)
    return None if match is None else match[1]


def is_refund(href: str) -> bool:
    """Tell whether a link leads to the refund policy of a listing, or is that of its file in a mirror to itself."""
    match = _OFFER.search(href)
    return _OWN_REFUND.match(href) is not None if match is None else match[2] is not None


@lru_cache(maxsize=4096)
def vendor_name(href: str) -> str | None:
    """Return the vendor in a link to a profile or to one of its tabs."""
    match = _PROFILE.search(href)
    return None if match is None else unquote(match[1])


@lru_cache(maxsize=8192)
def vendor_tab(href: str) -> str | None:
    """Return the tab of a profile to which a link leads: ``info``, ``pgp`` or ``offers``."""
    match = _PROFILE.search(href)
    if match is not None:
        return match[2]
    own = _OWN_TAB.search(href)
    return None if own is None else own[1]


def listing_url(offer: str) -> str:
    """Return the address of a listing."""
    return f"/offer/{offer}"


def refund_url(offer: str) -> str:
    """Return the address of a listing's refund policy."""
    return f"/offer/{offer}/refund"


@lru_cache(maxsize=8192)
def vendor_url(vendor: str, tab: str | None = None) -> str:
    """Return the address of a vendor's profile, or of one of its tabs."""
    return f"/profile/{quote(vendor)}" if tab is None else f"/profile/{quote(vendor)}/{tab}"
