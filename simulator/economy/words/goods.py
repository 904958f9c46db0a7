"""What goods are called."""

from __future__ import annotations

from simulator.economy.words.pools import POOLS
from simulator.products import PRODUCTS

__all__ = ["GOODS", "TAGS"]

GOODS: tuple[tuple[str, ...], ...] = tuple(POOLS.goods[product] for product in PRODUCTS)
"""Names of each product, in the order of `PRODUCTS`."""

TAGS: tuple[tuple[str, ...], ...] = tuple(
    tuple(dict.fromkeys(word.strip("'").lower() for name in names for word in name.split() if len(word) > 3))
    for names in GOODS
)
"""Words that vendors tag them with."""
