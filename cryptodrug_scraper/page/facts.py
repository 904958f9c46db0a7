"""Normalise what a listing sells, from its words and its category, in the same way for every market."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.bounded import MOST_DIGITS
from cryptodrug_scraper.page.classes import DrugClass
from cryptodrug_scraper.page.quantities import parse_quantity
from cryptodrug_scraper.page.said import said_to_be_sold

if TYPE_CHECKING:
    from cryptodrug_scraper.page.classes import ClassName
    from cryptodrug_scraper.page.records import Listing
    from cryptodrug_scraper.page.taxonomy import Taxonomy

__all__ = ["ClassSource", "ListingFacts", "listing_facts"]

ClassSource = Literal["category", "title", "category_words"]

_NO_DRUGS = frozenset({"Digital Goods", "Misc"})
"""Classes that have no substances."""


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """
    What one listing sells, normalised. None stands for what its words do not say.

    Attributes:
        drug_class: the class, one of `classes.CLASS_NAMES`, such as ``Cannabis``.
        class_source: what decided on the class: the market's ``category``, the ``title``'s words, or the words of a
            category that the taxonomy does not know (``category_words``).
        substance: the substance within the class, one of `classes.SUBSTANCES`, such as ``cannabis_resin``.
        quantity_grams: the weight offered, in grams of the substance as sold.
        quantity_units: the number of countable units offered (pills, tabs, bottles).
        quantity_unit: the kind of those units.
    """

    drug_class: ClassName | None = None
    class_source: ClassSource | None = None
    substance: str | None = None
    quantity_grams: Decimal | None = None
    quantity_units: Decimal | None = None
    quantity_unit: str | None = None


def listing_facts(listing: Listing, taxonomy: Taxonomy) -> ListingFacts:
    """
    Work out the facts of a listing.

    A category that says a class decides on it, whatever the title says: the market's menu is the surer of the two.
    Where the taxonomy does not know a category, the words of its names decide. Where neither says more than "a drug",
    or there is no category, the title's words do. Where only the substance is missing, it is the one of that class
    that the title names.

    Args:
        listing: the listing as its page states it.
        taxonomy: what the categories of its market mean.
    """
    sold, source = _sold(listing, taxonomy)
    grams, units, unit = (None, None, None) if listing.title is None else _offered(listing.title)
    return ListingFacts(
        drug_class=None if sold is None else sold.class_name,
        class_source=source,
        substance=None if sold is None else sold.substance,
        quantity_grams=grams,
        quantity_units=units,
        quantity_unit=unit,
    )


@lru_cache(maxsize=65536)
def _offered(title: str) -> tuple[Decimal | None, Decimal | None, str | None]:
    """The grams and units that a title offers, and the kind of the units."""
    quantity = parse_quantity(title)
    if quantity is None:
        return None, None, None
    return _plain(quantity.total_grams), Decimal(quantity.count), quantity.unit


def _sold(listing: Listing, taxonomy: Taxonomy) -> tuple[DrugClass | None, ClassSource | None]:
    """Return what is sold, and what decided on it."""
    category = listing.category_id if isinstance(listing.category_id, str) else None
    path = listing.category_path if isinstance(listing.category_path, list) else None
    sold = taxonomy.drug_class(category, path)
    source: ClassSource = "category"
    if sold is None and path:
        sold = said_to_be_sold(" / ".join(path))
        source = "category_words"
    if sold is not None and (sold.substance is not None or sold.class_name in _NO_DRUGS):
        return sold, source
    said = None
    if listing.title is not None:
        said = said_to_be_sold(listing.title, listing.vendor if isinstance(listing.vendor, str) else None)
    if sold is None or (sold.class_name == "Other" and said is not None):
        return said, None if said is None else "title"
    if said is not None and said.class_name == sold.class_name:
        return DrugClass(sold.class_name, said.substance), source
    return sold, source


def _plain(number: Decimal | None) -> Decimal | None:
    """
    A number without the zeros that multiplying left at its end: one weight has one form.

    One that no column holds stays as it is, for whoever makes the rows to report.
    """
    if number is None or number.adjusted() >= MOST_DIGITS:
        return number
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()
