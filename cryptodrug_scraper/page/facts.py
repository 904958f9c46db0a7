"""Normalise what a listing sells, from its words and its category, in the same way for every market."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal

from cryptodrug_scraper.bounded import MOST_DIGITS
from cryptodrug_scraper.page.classes import ClassName, DrugClass
from cryptodrug_scraper.page.fields import Column, Means, Personal, Views
from cryptodrug_scraper.page.quantities import parse_quantity
from cryptodrug_scraper.page.said import said_to_be_sold

if TYPE_CHECKING:
    from cryptodrug_scraper.page.records import Listing
    from cryptodrug_scraper.page.taxonomy import Taxonomy

__all__ = ["ClassSource", "ListingFacts", "listing_facts"]

ClassSource = Literal["category", "title", "category_words"]

_BOTH = Views.ROWS | Views.LOOKS
_DERIVED = " Derived from the listing's words and category."
_UNSAID = "they do not say."
_NO_DRUGS = frozenset({"Digital Goods", "Misc"})
"""Classes that have no substances."""


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """What one listing sells, normalised. None stands for what its words do not say."""

    drug_class: Annotated[
        ClassName | None,
        Means("Class of drug in the common taxonomy." + _DERIVED, Personal.NO, null=_UNSAID, views=_BOTH),
    ] = None
    class_source: Annotated[
        ClassSource | None,
        Column("drug_class_source"),
        Means(
            "What decided on drug_class: category (the market's), title (its words), or category_words (those of a "
            "category that the taxonomy does not know).",
            Personal.NO,
            null="there is no class.",
        ),
    ] = None
    substance: Annotated[
        str | None, Means("Substance within the class." + _DERIVED, Personal.NO, null=_UNSAID, views=_BOTH)
    ] = None
    quantity_grams: Annotated[
        Decimal | None,
        Means("Weight offered, in grams as sold." + _DERIVED, Personal.NO, unit="g", null=_UNSAID, views=_BOTH),
    ] = None
    quantity_units: Annotated[
        Decimal | None,
        Means(
            "Number of countable units offered." + _DERIVED,
            Personal.NO,
            unit="quantity_unit",
            null=_UNSAID,
            views=_BOTH,
        ),
    ] = None
    quantity_unit: Annotated[
        str | None,
        Means(
            "What quantity_units counts: piece (a pill, blotter or pack), dose (a hit), weight (a portion by weight) "
            "or volume (a portion by volume)." + _DERIVED,
            Personal.NO,
            null=_UNSAID,
            views=_BOTH,
        ),
    ] = None


def listing_facts(listing: Listing, taxonomy: Taxonomy) -> ListingFacts:
    """
    Work out the facts of a listing.

    A category that says a class decides on it, whatever the title says: the market's menu is the surer of the two,
    unless the taxonomy has the title come first.
    Where the taxonomy does not know a category, the words of its names decide. Where neither says more than "a drug",
    or there is no category, the title's words do. Where only the substance is missing, it is the one of that class
    that the title names.

    Args:
        listing: the listing as its page states it.
        taxonomy: what the categories of its market mean.
    """
    sold, source = _sold(listing, taxonomy)
    class_name, substance = (None, None) if sold is None else (sold.class_name, sold.substance)
    market_unit = listing.price_unit if isinstance(listing.price_unit, str) else None
    return _facts_of(listing.title, class_name, source, substance, market_unit)


@lru_cache(maxsize=65536)
def _facts_of(
    title: str | None,
    class_name: ClassName | None,
    source: ClassSource | None,
    substance: str | None,
    market_unit: str | None,
) -> ListingFacts:
    """What is sold, with the grams and units that a title offers, and the kind of the units."""
    sold = None if class_name is None else DrugClass(class_name, substance)
    quantity = None if title is None else parse_quantity(title, sold, market_unit)
    if quantity is None:
        return ListingFacts(class_name, source, substance)
    return ListingFacts(
        drug_class=class_name,
        class_source=source,
        substance=substance,
        quantity_grams=_plain(quantity.total_grams),
        quantity_units=Decimal(quantity.count),
        quantity_unit=quantity.unit,
    )


def _sold(listing: Listing, taxonomy: Taxonomy) -> tuple[DrugClass | None, ClassSource | None]:
    """Return what is sold, and what decided on it."""
    category = listing.category_id if isinstance(listing.category_id, str) else None
    path = listing.category_path if isinstance(listing.category_path, list) else None
    meaning = taxonomy.meaning(category, path)
    if meaning is not None and meaning.title_first and listing.title is not None:
        within = None if meaning.sold.class_name in _NO_DRUGS else "any drug"
        said = said_to_be_sold(listing.title, listing.vendor if isinstance(listing.vendor, str) else None, within)
        if said is not None:
            return said, "title"
    sold = None if meaning is None else meaning.sold
    source: ClassSource = "category"
    if sold is None and path:
        sold = said_to_be_sold(" / ".join(path))
        source = "category_words"
    if sold is not None and (sold.substance is not None or sold.class_name in _NO_DRUGS):
        return sold, source
    said = None
    if listing.title is not None:
        within = None if sold is None else "any drug" if sold.class_name == "Other" else sold.class_name
        said = said_to_be_sold(listing.title, listing.vendor if isinstance(listing.vendor, str) else None, within)
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
