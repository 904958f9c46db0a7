"""Find the subject of a request: the listing, or the products of the list, that it asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from simulator.dream.addresses import listing_number
from simulator.dream.addresses import resolve as resolve_dream
from simulator.dream.categories import CATEGORIES as OF_DREAM
from simulator.empire.addresses import resolve as resolve_empire
from simulator.empire.categories import CATEGORIES as OF_EMPIRE
from simulator.wallstreet.categories import CATEGORIES as OF_WALLSTREET

if TYPE_CHECKING:
    from simulator.site import Request
    from simulator.state import Snapshot

__all__ = ["products_of"]

_OFFER = re.compile(r"/offer/(\d+)")


def products_of(market: str, request: Request, snapshot: Snapshot) -> frozenset[str]:
    """Return the product of a listing, those of a category, or none if a page is about neither."""
    listed, listing_id = _about(market, request)
    listing = None if listing_id is None else snapshot.listing(listing_id)
    return frozenset(listed) if listing is None else frozenset((listing.product,))


def _about(market: str, request: Request) -> tuple[tuple[str, ...], int | None]:
    if market == "dream":
        address = resolve_dream(request.path)
        if address.kind == "category_list":
            return OF_DREAM[int(address.of)].products, None
        return (), listing_number(address.of) if address.kind == "listing" else None
    if market == "empire":
        asked = resolve_empire(request.path)
        if asked.kind == "category_list":
            return OF_EMPIRE[asked.number].products, None
        return (), asked.number if asked.kind == "listing" else None
    if offer := _OFFER.match(request.path):
        return (), int(offer[1])
    for level in "BMT":
        number = request.form.get(f"menuCat{level}") or request.form.get(f"form[cat{level}]")
        if number:
            return OF_WALLSTREET[level, int(number)].products, None
    return (), None
