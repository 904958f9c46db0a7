"""The pages that a thorough crawler of Empire would fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.empire.addresses import (
    CARDS,
    FEEDBACK_TABS,
    ROWS,
    category_path,
    listing_path,
    listing_tab_path,
    profile_path,
    store_path,
    vendor_tab_path,
)
from simulator.empire.categories import CATEGORIES
from simulator.empire.lists import MOST_STICKY
from simulator.empire.pager import Part, offsets
from simulator.site import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.empire.frame import Frame

__all__ = ["content_requests"]

SECOND_LEVEL = 2


def content_requests(frame: Frame) -> Iterator[tuple[str, Request]]:
    """
    Every page with content, as (kind, request): the home page; the lists of all categories of the second level, to
    their last page; each listing with its tabs; each vendor with its tabs and store.

    Categories of the second level hold each listing once; those above and below show the same cards again. What an
    account left for others is not among them, since it says nothing about that account.
    """
    for kind, path in _content_paths(frame):
        yield kind, Request(path)


def _content_paths(frame: Frame) -> Iterator[tuple[str, str]]:
    yield "home", "/home"
    found: dict[int, None] = {}
    for category in CATEGORIES.values():
        if len(category.path) == SECOND_LEVEL and category.products:
            sticky, others = frame.listed(category.number, category.products, MOST_STICKY)
            part = Part(others, 0, CARDS, CARDS - len(sticky))
            yield from (("category_list", category_path(category.number, at)) for at in offsets(part, CARDS))
            found.update(dict.fromkeys([*sticky, *others]))
    for listing_id in found:
        yield from _listing_paths(frame, listing_id)
    for handle in frame.snapshot.handles():
        yield from _vendor_paths(frame, handle)


def _listing_paths(frame: Frame, listing_id: int) -> Iterator[tuple[str, str]]:
    listing = frame.snapshot.listing(listing_id)
    if listing is not None:
        yield "listing", listing_path(listing)
        reviews = frame.snapshot.listing_reviews(listing_id)
        yield from _pages("listing_feedback", listing_tab_path(listing, "feedback"), reviews, ROWS)
        yield "listing_refund", listing_tab_path(listing, "refund")


def _vendor_paths(frame: Frame, handle: str) -> Iterator[tuple[str, str]]:
    vendor = frame.snapshot.vendor(handle)
    if vendor is not None:
        yield "vendor_profile", profile_path(handle)
        by_sign = frame.reviews_by_sign(handle)
        for tab, sign in FEEDBACK_TABS.items():
            yield from _pages("vendor_feedback", vendor_tab_path(handle, tab), by_sign[sign], ROWS)
        yield "vendor_pgp", vendor_tab_path(handle, "pgp")
        if not vendor.banned:
            offers = frame.snapshot.vendor_listing_ids(handle)
            yield from _pages("vendor_offers", store_path(handle), offers, CARDS)


def _pages(kind: str, path: str, rows: Sequence[object], step: int) -> Iterator[tuple[str, str]]:
    for at in offsets(Part(rows, 0, step), step):
        yield kind, f"{path}/{at}" if at else path
