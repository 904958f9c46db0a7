"""Where an offer ships from, ships to, and does not ship to, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.records import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.facts import ListingFacts
    from cryptodrug_scraper.page.records import Listing
    from cryptodrug_scraper.store.rows.reading import Reading, Row

__all__ = ["add_places", "excluded_destinations"]


def excluded_destinations(listing: Listing, facts: ListingFacts) -> list[str]:
    """The destinations that the field or the free text of a listing rules out, sorted."""
    in_field = listing.ships_to.excluded if isinstance(listing.ships_to, Place) else []
    if not facts.exclusions:
        return in_field
    return sorted({*in_field, *(exclusion.code for exclusion in facts.exclusions)})


def add_places(reading: Reading, parent: Row, listing: Listing, facts: ListingFacts) -> None:
    """
    Add a row for each place that a listing names or rules out.

    One row decides for each place and role: the first exclusion, or else the first inclusion. The others are repeats.

    Args:
        reading: what the rows are added to.
        parent: the id of the listing's row, whether that is a repeat, the listing's id, its vendor.
        listing: the listing.
        facts: what its free text rules out.
    """
    rows = [*_field("origin", listing.ships_from), *_field("destination", listing.ships_to)]
    rows += [
        ("destination", "exclude", exclusion.code, None, "text", None, exclusion.source, exclusion.span)
        for exclusion in facts.exclusions
    ]
    deciding: dict[tuple[object, object], int] = {}
    for relation in ("exclude", "include"):
        for number, row in enumerate(rows):
            if row[1] == relation:
                deciding.setdefault((row[0], row[2]), number)
    name, is_repeat, *whose = parent
    for number, row in enumerate(rows):
        loses = bool(is_repeat) or deciding[row[0], row[2]] != number
        reading.tables["listing_place"].append((name, *reading.observed(number), loses, *whose, *row))


def _field(role: str, place: object) -> Iterator[Row]:
    if not isinstance(place, Place):
        return
    if not place.codes and not place.excluded:
        yield (role, "include", None, place.kind, "field", place.raw, None, None)
    for code in place.codes:
        yield (role, "include", code, place.kind, "field", place.raw, None, None)
    for code in parse_place(place.raw).excluded:  # what the free text excludes has rows of its own
        yield (role, "exclude", code, place.kind, "field", place.raw, None, None)
