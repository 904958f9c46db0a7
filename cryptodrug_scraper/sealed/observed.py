"""What is stated on a page: read again of its bytes, as the rows of the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.replay.reading import read_page
from cryptodrug_scraper.sealed.lines import plain
from cryptodrug_scraper.store.row_ids import row_id
from cryptodrug_scraper.store.rows.page import rows_of
from cryptodrug_scraper.store.tables import COLUMNS

if TYPE_CHECKING:
    from uuid import UUID

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["Observed", "observed_on"]

_TABLES = ("listing_observation", "vendor_observation", "review_observation")


@dataclass(frozen=True, slots=True)
class Observed:
    """
    What is read on a page.

    Attributes:
        page: as it was read.
        rows: of the tables of records, by their identifiers: the table and the row, as JSON holds it.
    """

    page: ParsedPage
    rows: dict[UUID, tuple[str, dict[str, Any]]]


def observed_on(capture: Capture, version: str) -> Observed:
    """
    Read a page by the parsers that are installed.

    Args:
        capture: the page.
        version: of the parser that gave the rows whose identifiers are sought: they are made of it.
    """
    page = read_page(capture)
    run = content_id(capture.capture_id.bytes, version)
    found: dict[UUID, tuple[str, dict[str, Any]]] = {}
    made = rows_of(capture, page, version)
    for table in _TABLES:
        for values in made.get(table, ()):
            row = dict(zip(COLUMNS[table], values, strict=True))
            found[row_id(table, run, int(str(row["ordinal"])))] = table, plain(row)
    return Observed(page, found)
