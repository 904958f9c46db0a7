"""Turn the destinations that a listing rules out into rows. The places that it names stand in its own row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.records import Place
from cryptodrug_scraper.store.rows.values import shown

if TYPE_CHECKING:
    from cryptodrug_scraper.page.records import Listing
    from cryptodrug_scraper.store.rows.page_rows import PageRows

__all__ = ["add_exclusions", "excluded_destinations"]


def excluded_destinations(listing: Listing) -> list[str]:
    """Return the destinations that the field or the free text of a listing excludes, sorted."""
    in_text = (exclusion.code for exclusion in shown(listing.excluded_in_text) or ())
    return sorted({*(shown(listing.excluded_in_field) or ()), *in_text})


def add_exclusions(rows: PageRows, ordinal: int, listing: Listing) -> None:
    """
    Add a row for each destination that a listing rules out: those of the field, and then those of the free text.

    Args:
        rows: what the rows are added to.
        ordinal: the place of the listing among the page's records.
        listing: the listing.
    """
    in_field = shown(listing.excluded_in_field) or () if isinstance(listing.ships_to, Place) else ()
    said: list[tuple[str, str, str | None, str | None]] = [(code, "field", None, None) for code in in_field]
    said += [(each.code, "text", each.source, each.span) for each in shown(listing.excluded_in_text) or ()]
    for number, (code, source, text_field, span) in enumerate(said):
        rows.add(
            "listing_exclusion",
            listing_ordinal=ordinal,
            ordinal=number,
            code=code,
            source=source,
            text_field=text_field,
            span=span,
        )
