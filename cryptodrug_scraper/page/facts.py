"""What a listing's own words and category say of what is sold: the same reading for every market."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.quantities import parse_quantity

if TYPE_CHECKING:
    from cryptodrug_scraper.page.classes import ClassName
    from cryptodrug_scraper.page.records import Listing
    from cryptodrug_scraper.page.taxonomy import Taxonomy

__all__ = ["ListingFacts", "listing_facts"]


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """
    What one listing offers, normalised. None means that its words do not say.

    Attributes:
        drug_class: the class, one of `classes.CLASS_NAMES`, such as ``Cannabis``.
        substance: the substance within the class, one of `classes.SUBSTANCES`, such as ``cannabis_resin``.
        quantity_grams: the weight offered, in grams of the substance as sold.
        quantity_units: the number of countable units offered (pills, tabs, bottles).
        quantity_unit: what those units are.
    """

    drug_class: ClassName | None = None
    substance: str | None = None
    quantity_grams: Decimal | None = None
    quantity_units: Decimal | None = None
    quantity_unit: str | None = None


def listing_facts(listing: Listing, taxonomy: Taxonomy) -> ListingFacts:
    """
    Read the facts of a listing.

    Args:
        listing: the listing as its page states it.
        taxonomy: what the categories of its market mean.
    """
    category = listing.category_id if isinstance(listing.category_id, str) else None
    path = listing.category_path if isinstance(listing.category_path, list) else None
    sold = taxonomy.drug_class(category, path)
    quantity = None if listing.title is None else parse_quantity(listing.title)
    return ListingFacts(
        drug_class=None if sold is None else sold.class_name,
        substance=None if sold is None else sold.substance,
        quantity_grams=None if quantity is None else _plain(quantity.total_grams),
        quantity_units=None if quantity is None else Decimal(quantity.count),
        quantity_unit=None if quantity is None else quantity.unit,
    )


def _plain(number: Decimal | None) -> Decimal | None:
    """A number without the zeros that multiplying left at its end: one weight has one form."""
    if number is None:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()
