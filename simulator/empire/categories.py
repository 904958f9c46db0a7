"""
Empire's categories: three levels, their numbers and words, and which product is filed where.

The table is ``categories.csv``, in the order of the menu. A product stands in one category only, of the third level
where the market has one that fits.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CATEGORIES", "Category", "category_of", "listing_counts"]


class Category(NamedTuple):
    """
    A category.

    Attributes:
        number: as addresses have it.
        path: words from the first level down to its own.
        numbers: the numbers of the same.
        products: codes of `simulator.products` that are filed here or below, in the order of the menu.
    """

    number: int
    path: tuple[str, ...]
    numbers: tuple[int, ...]
    products: tuple[str, ...]

    @property
    def parent(self) -> int | None:
        """Number of the category above, None on the first level."""
        return self.numbers[-2] if len(self.numbers) > 1 else None


def _read() -> dict[int, Category]:
    rows = list(csv.DictReader((files("simulator.empire") / "categories.csv").read_text("utf-8").splitlines()))
    parents = {int(row["id"]): int(row["parent"]) if row["parent"] else None for row in rows}
    names = {int(row["id"]): row["name"] for row in rows}
    numbers: dict[int, tuple[int, ...]] = {}
    for number, parent in parents.items():
        numbers[number] = (number,) if parent is None else (*numbers[parent], number)
    products: dict[int, list[str]] = {number: [] for number in parents}
    for row in rows:
        for above in numbers[int(row["id"])]:
            products[above].extend(row["products"].split())
    return {
        number: Category(number, tuple(names[one] for one in chain), chain, tuple(products[number]))
        for number, chain in numbers.items()
    }


CATEGORIES: Mapping[int, Category] = _read()
"""All of them by number, in the order of the menu: each before those below it."""

_OF_PRODUCT = {product: category for category in CATEGORIES.values() for product in category.products}
"""The deepest category wins, since it comes last."""


def category_of(product: str) -> Category:
    """
    Where a product is filed.

    Raises:
        KeyError: ``product`` is no code of `simulator.products`.
    """
    return _OF_PRODUCT[product]


def listing_counts(counts: Mapping[str, int]) -> dict[int, int]:
    """Live listings in each category with those below it, from counts by product."""
    return {
        number: sum(counts.get(product, 0) for product in category.products) for number, category in CATEGORIES.items()
    }
