"""Read the stock of a listing: the quantity left, and the items that the market sends automatically."""

from __future__ import annotations

import re
from functools import lru_cache

from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.records import Stock

__all__ = ["parse_stock", "smaller"]

_AUTOMATIC = re.compile(
    r"\(?\s*(Unlimited|[\d,]+)\s+(?:automatic items|items? available for auto-dispatch)", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def parse_stock(text: str) -> Stock | None:
    """Read ``Unlimited``, ``8``, ``Sold Out`` or ``12 items available for auto-dispatch``; None for anything else."""
    text = text.strip()
    automatic = _AUTOMATIC.match(text)
    if automatic is not None:
        text = automatic[1]
    if text.lower() == "unlimited":
        return Stock(unlimited=True)
    if text.lower() == "sold out":
        return Stock(value=0)
    number = parse_count(text)
    return None if number is None else Stock(value=number)


def smaller(left: Stock, automatic: Stock) -> Stock:
    """Return the smaller of the quantity left and the items ready for automatic dispatch."""
    if not isinstance(left.value, int):
        return automatic
    if not isinstance(automatic.value, int):
        return left
    return left if left.value <= automatic.value else automatic
