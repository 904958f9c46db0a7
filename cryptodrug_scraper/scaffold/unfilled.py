"""Fields that no page fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.page.records import Listing, Review, Vendor
from cryptodrug_scraper.scaffold.lack import Lack, note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["unfilled"]


def unfilled(pages: Iterable[ParsedPage]) -> Iterator[Lack]:
    """Name the fields of each kind of record that none of the pages fills."""
    pages = list(pages)
    for kind in (Listing, Vendor, Review):
        records = [record for page in pages for record in page.records if isinstance(record, kind)]
        empty = [
            field
            for field in kind.__struct_fields__
            if all(getattr(record, field) in (msgspec.UNSET, None) for record in records)
        ]
        if records and empty:
            yield note(kind.__name__.lower(), f"never filled: {', '.join(empty)}")
