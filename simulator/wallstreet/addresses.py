"""
Addresses of Wall Street Market's pages: the target of a request, and the paths of all pages but lists.

Lists have one address for all of them; which list is meant stands in the form (`simulator.wallstreet.selection`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import quote, unquote, urlsplit

from simulator.wallstreet.selection import ListPage, Selection

if TYPE_CHECKING:
    from simulator.site import Request
    from simulator.state import ListingState, VendorState
    from simulator.wallstreet.frame import Frame
    from simulator.wallstreet.vendor import Tab

__all__ = ["LISTS", "ListingAsked", "VendorAsked", "listing_path", "resolve", "vendor_path"]

LISTS = "/index"
"""The start page and the address of every list."""

_OFFER = re.compile(r"/offer/(?P<number>[0-9]{1,18})(?P<refund>/refund)?")
_PROFILE = re.compile(r"/profile/(?P<handle>[^/]+)(?:/(?P<tab>info|pgp|offers))?")


class ListingAsked(NamedTuple):
    """A listing's page, or with ``refund`` its refund policy; ``listing`` is None where there is none (any more)."""

    listing: ListingState | None
    refund: bool


class VendorAsked(NamedTuple):
    """A vendor's page and the tab that is open."""

    vendor: VendorState
    tab: Tab


def listing_path(number: int, *, refund: bool = False) -> str:
    """A listing's page."""
    return f"/offer/{number}/refund" if refund else f"/offer/{number}"


def vendor_path(handle: str, tab: Tab) -> str:
    """A vendor's tab."""
    return f"/profile/{quote(handle, safe='')}/{tab}"


def resolve(frame: Frame, request: Request) -> ListPage | ListingAsked | VendorAsked | None:
    """Return the target of a request; None if the market does not have it."""
    path = urlsplit(request.path).path.rstrip("/")
    if path in ("", LISTS):
        return ListPage.of(Selection.of(request, frame), frame.snapshot)
    if offer := _OFFER.fullmatch(path):
        return ListingAsked(frame.snapshot.listing(int(offer["number"])), offer["refund"] is not None)
    if profile := _PROFILE.fullmatch(path):
        vendor = frame.snapshot.vendor(unquote(profile["handle"]))
        return None if vendor is None else VendorAsked(vendor, cast("Tab", profile["tab"] or "info"))
    return None
