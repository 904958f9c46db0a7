"""
Exclude the destinations that a listing's fields and free texts rule out (methods E10).

What a text excludes wins over what the field includes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.places.exclusions import find_exclusions
from cryptodrug_scraper.page.records import Place, TextExclusion

if TYPE_CHECKING:
    from cryptodrug_scraper.page.records import Listing

__all__ = ["restrict"]

_Source = Literal["title", "description", "terms", "refund_policy"]
_LONG = 8_192
"""Characters from which on a text is not kept; real ones have up to some thousands."""
_TEXTS: tuple[_Source, ...] = ("title", "description", "terms", "refund_policy")


def restrict(listing: Listing) -> None:
    """
    Note the destinations that a listing's field and texts exclude, and remove both from its destinations.
    """
    place = listing.ships_to
    in_text: list[TextExclusion] = []
    texts = listing.title, listing.description, listing.terms, listing.refund_policy
    for name, text in zip(_TEXTS, texts, strict=True):
        if isinstance(text, str):
            in_text += _found_in(text, name) if len(text) < _LONG else _find(text, name)
    if in_text:
        listing.excluded_in_text = in_text
    if not isinstance(place, Place):
        return
    if place.excluded:
        listing.excluded_in_field = place.excluded
    if in_text:
        codes = {exclusion.code for exclusion in in_text}
        listing.ships_to = Place(
            raw=place.raw,
            kind=place.kind,
            codes=[code for code in place.codes if code not in codes],
            excluded=sorted(codes.union(place.excluded)),
        )


@lru_cache(maxsize=2048)
def _found_in(text: str, source: _Source) -> tuple[TextExclusion, ...]:
    """`_find`, once for each text: terms are the same on all listings of a vendor, titles on cards and pages."""
    return _find(text, source)


def _find(text: str, source: _Source) -> tuple[TextExclusion, ...]:
    """Find the destinations that one text excludes."""
    return tuple(TextExclusion(found.code, source, found.text) for found in find_exclusions(text))
