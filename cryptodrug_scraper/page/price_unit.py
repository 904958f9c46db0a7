"""Read what a price is for: the unit behind its amount."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.money import without_prices
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.within import with_codes

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["unit_within"]

_EACH = r"(?:/|(?:per|pro|je|par|por|za|pr\.?|al)\b)\s*(?:1(?!\d)\s*)?"
_LONGEST_CODE = 3
"""Letters of the code of a place, which may be a unit, too."""
_QUANTITY = r"(?:(?!1\s)\d{1,4}(?:[.,]\d{1,3})?\s*)?"
"""How many units a price is for; one is not part of its name."""
_UNIT_BEHIND = re.compile(rf"\n\s*{_EACH}({_QUANTITY}[^\W\d_]{{1,14}})(?![^\W_])", re.IGNORECASE)
_UNIT_ALONE = re.compile(rf"\s*(?:{_EACH})?([^\W\d_]{{1,14}})\.?\s*", re.IGNORECASE)


def unit_within(text: str, signs: Mapping[str, str] | None = None) -> str | None:
    """
    Return what a price is for, behind its amount or alone: ``g`` of ``12,50 € / g``, ``3,5 g`` of
    ``40 € / 3,5 g``, ``pack`` of ``$384.99 per pack``.

    Args:
        text: the text.
        signs: as for `amounts_within`.
    """
    rest = without_prices(with_codes(text, signs))
    found = _UNIT_BEHIND.search(rest) if "\n" in rest else _UNIT_ALONE.fullmatch(rest)
    is_place = found is not None and len(found[1]) > _LONGEST_CODE and parse_place(found[1]).kind != "unknown"
    return None if found is None or is_place else found[1]
