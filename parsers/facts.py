"""What a listing's own words and category say of what is sold: the same reading for every market."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.facts import ListingFacts
from cryptodrug_scraper.page.quantities import parse_quantity
from parsers.taxonomy import drug_class

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.page.records import Listing

__all__ = ["facts_of"]


def facts_of(market: str) -> Callable[[Listing], ListingFacts]:
    """Return what reads the facts of one market's listings."""

    def read(listing: Listing) -> ListingFacts:
        category = listing.category_id if isinstance(listing.category_id, str) else None
        path = listing.category_path if isinstance(listing.category_path, list) else None
        sold = drug_class(market, category, path)
        quantity = None if listing.title is None else parse_quantity(listing.title)
        return ListingFacts(
            drug_class=None if sold is None else sold.class_name,
            substance=None if sold is None else sold.substance,
            quantity_grams=None if quantity is None else _plain(quantity.total_grams),
            quantity_units=None if quantity is None else Decimal(quantity.count),
            quantity_unit=None if quantity is None else quantity.unit,
        )

    return read


def _plain(number: Decimal | None) -> Decimal | None:
    """A number without the zeros that multiplying left at its end: one weight has one form."""
    if number is None:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()
