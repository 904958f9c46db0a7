"""The records expected of Wall Street Market's pages, worked out from the states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.site import Expected
from simulator.wallstreet.addresses import ListingAsked, VendorAsked
from simulator.wallstreet.expected_listing import expected_listing
from simulator.wallstreet.expected_lists import expected_list
from simulator.wallstreet.expected_vendor import expected_vendor
from simulator.wallstreet.selection import ListPage

if TYPE_CHECKING:
    from simulator.wallstreet.frame import Frame

__all__ = ["expected_of"]


def expected_of(frame: Frame, asked: ListPage | ListingAsked | VendorAsked | None) -> Expected:
    """What is written down of the page that answers a request; of one that is no content, no record."""
    if isinstance(asked, ListPage):
        return expected_list(frame, asked)
    if isinstance(asked, ListingAsked):
        if asked.listing is None:
            return Expected("listing_gone", [])
        return expected_listing(frame, asked.listing, refund=asked.refund)
    if isinstance(asked, VendorAsked):
        return expected_vendor(frame, asked.vendor, asked.tab)
    return Expected("error", [])
