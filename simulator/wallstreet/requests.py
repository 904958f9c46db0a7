"""The pages that a thorough crawler of Wall Street Market would fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.site import Request
from simulator.wallstreet.addresses import LISTS, listing_path, vendor_path
from simulator.wallstreet.categories import LEAVES
from simulator.wallstreet.selection import list_forms
from simulator.wallstreet.vendor import PAGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.site import Viewer
    from simulator.state import Snapshot

__all__ = ["content_requests"]


def content_requests(snapshot: Snapshot, viewer: Viewer) -> Iterator[tuple[str, Request]]:
    """
    Every page with content, as (kind, request): the start page; the lists of all categories that have none below them,
    each with all its pages; every live listing with its refund tab; every vendor with its tabs.

    Each listing stands in exactly one of those lists, filed as deep as the market files it. Categories above them would
    only repeat the cards. A category without a listing is left out.
    """
    yield "category_list", Request(LISTS)
    counts = snapshot.counts()
    for leaf in LEAVES:
        total = sum(counts.get(product, 0) for product in leaf.products)
        if total:
            for form in list_forms(leaf, total, viewer.cards):
                yield "category_list", Request(LISTS, form)
    for number in snapshot.listing_ids([product for leaf in LEAVES for product in leaf.products]):
        yield "listing", Request(listing_path(number))
        yield "listing_refund", Request(listing_path(number, refund=True))
    for handle in snapshot.handles():
        for tab, kind in PAGE_KINDS.items():
            yield kind, Request(vendor_path(handle, tab))
