"""Turn the places that a listing ships from, ships to, and does not ship to, into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.page.records import Place
from cryptodrug_scraper.store.rows.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cryptodrug_scraper.page.records import Listing
    from cryptodrug_scraper.store.rows.page_rows import PageRows

__all__ = ["add_places", "excluded_destinations"]

_Row = dict[str, Any]


def excluded_destinations(listing: Listing) -> list[str]:
    """Return the destinations that the field or the free text of a listing excludes, sorted."""
    in_text = (exclusion.code for exclusion in shown(listing.excluded_in_text) or ())
    return sorted({*(shown(listing.excluded_in_field) or ()), *in_text})


def add_places(rows: PageRows, listing: Listing, own: Mapping[str, object]) -> None:
    """
    Add a row for each place that a listing names or excludes.

    One row decides for each place and role: the first exclusion, or else the first inclusion. The others are repeats.

    Args:
        rows: what the rows are added to.
        listing: the listing.
        own: the id of the listing's row, whether that is a repeat, the listing's id, its vendor.
    """
    places = list(_places(listing))
    deciding: dict[tuple[str, str | None], int] = {}
    for relation in ("exclude", "include"):
        for number, place in enumerate(places):
            if place["relation"] == relation:
                deciding.setdefault((place["role"], place["code"]), number)
    for number, place in enumerate(places):
        loses = bool(own["is_repeat"]) or deciding[place["role"], place["code"]] != number
        rows.add("listing_place", **{**own, **place, "ordinal": number, "is_repeat": loses})


def _places(listing: Listing) -> Iterator[_Row]:
    origin, destination = listing.ships_from, listing.ships_to
    if isinstance(origin, Place):
        yield from _field("origin", origin, origin.excluded)
    if isinstance(destination, Place):
        yield from _field("destination", destination, shown(listing.excluded_in_field) or ())
    for exclusion in shown(listing.excluded_in_text) or ():
        yield {
            "role": "destination",
            "relation": "exclude",
            "code": exclusion.code,
            "kind": None,
            "source": "text",
            "raw": None,
            "text_field": exclusion.source,
            "span": exclusion.span,
        }


def _field(role: str, place: Place, excluded: Iterable[str]) -> Iterator[_Row]:
    """The rows of a field; one without a code where it names nothing that is known."""
    said = {"role": role, "kind": place.kind, "source": "field", "raw": place.raw, "text_field": None, "span": None}
    if not place.codes and not place.excluded:
        yield {**said, "relation": "include", "code": None}
    for code in place.codes:
        yield {**said, "relation": "include", "code": code}
    for code in excluded:
        yield {**said, "relation": "exclude", "code": code}
