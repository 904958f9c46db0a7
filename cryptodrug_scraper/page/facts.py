"""What a listing's own words and category say of what is sold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["ListingFacts"]


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """
    What one listing offers, normalised. None means that its words do not say.

    Attributes:
        drug_class: the class of the common taxonomy, such as ``Cannabis``.
        substance: the substance within the class, such as ``cannabis_resin``.
        quantity_grams: the weight offered, in grams of the substance as sold.
        quantity_units: the number of countable units offered (pills, tabs, bottles).
        quantity_unit: what those units are.
    """

    drug_class: str | None = None
    substance: str | None = None
    quantity_grams: Decimal | None = None
    quantity_units: Decimal | None = None
    quantity_unit: str | None = None
