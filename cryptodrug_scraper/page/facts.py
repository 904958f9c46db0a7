"""What a listing's own words and category say of what is sold, and to whom it is not sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["NO_FACTS", "ListingFacts", "TextExclusion"]


@dataclass(frozen=True, slots=True)
class TextExclusion:
    """
    A destination that the free text of a listing rules out ("no US").

    Attributes:
        code: the ISO 3166-1 alpha-2 code, or the name of a region.
        source: the field of the listing whose text says so: ``title``, ``description``, ``terms`` or ``refund_policy``.
        span: the words that say so, as they stand in that text.
    """

    code: str
    source: str
    span: str


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
        exclusions: the destinations that the free text rules out.
    """

    drug_class: str | None = None
    substance: str | None = None
    quantity_grams: Decimal | None = None
    quantity_units: Decimal | None = None
    quantity_unit: str | None = None
    exclusions: tuple[TextExclusion, ...] = ()


NO_FACTS = ListingFacts()
"""What is known of a listing whose words say nothing."""
