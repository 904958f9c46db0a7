"""
Destinations that the free text of a listing rules out, beside those that its fields do (methods E10).

What a text excludes wins over what the field includes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.facts import TextExclusion
from cryptodrug_scraper.page.places.exclusions import find_exclusions
from cryptodrug_scraper.page.records import Place

if TYPE_CHECKING:
    from cryptodrug_scraper.page.records import Listing

__all__ = ["restrict", "text_exclusions"]

_TEXTS = ("title", "description", "terms", "refund_policy")


def text_exclusions(listing: Listing) -> tuple[TextExclusion, ...]:
    """The destinations ruled out in each text of a listing, with the words that do so."""
    found: list[TextExclusion] = []
    for name in _TEXTS:
        text = getattr(listing, name)
        if isinstance(text, str):
            found += [TextExclusion(code, name, span) for code, span in _exclusions(text)]
    return tuple(found)


def restrict(listing: Listing) -> None:
    """Take what the texts of a listing rule out from its destinations, if the page shows any."""
    place = listing.ships_to
    if not isinstance(place, Place):
        return
    codes = {exclusion.code for exclusion in text_exclusions(listing)}
    if codes:
        listing.ships_to = Place(
            raw=place.raw,
            kind=place.kind,
            codes=[code for code in place.codes if code not in codes],
            excluded=sorted(codes.union(place.excluded)),
        )


@lru_cache(maxsize=256)
def _exclusions(text: str) -> tuple[tuple[str, str], ...]:
    """What one text rules out; terms are the same on all listings of a vendor."""
    return tuple((found.code, found.text) for found in find_exclusions(text))
