"""Saved pages as pictures of how they are read: pages that do nothing, with marks on what each field was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.evidence.found import evidence_of
from cryptodrug_scraper.explore.inert.marks import Mark
from cryptodrug_scraper.explore.inert.page import inert_page
from cryptodrug_scraper.explore.inert.sheet import NO_SHEET, sheet_of_market
from cryptodrug_scraper.explore.record_fields import marks_of
from cryptodrug_scraper.page.records import Category
from cryptodrug_scraper.scaffold.untaken import untaken_spans

if TYPE_CHECKING:
    from cryptodrug_scraper.scaffold.saved_check import SavedReading

__all__ = ["picture_of"]

_SECONDS = 20.0
"""Processor time after which the search for the words of fields is ended, and what is known is shown."""


def picture_of(reading: SavedReading, frame: frozenset[str]) -> str:
    """
    Return a page as HTML that loads nothing and does nothing: what fields were read from is marked in their colours,
    and text that no record took is framed.

    Args:
        reading: the page.
        frame: texts that stand on most pages of the site, which are not framed.
    """
    evidence = evidence_of(reading.body, reading.context.url, reading.context.captured, seconds=_SECONDS)
    page = evidence.page
    marks = marks_of(evidence)
    taken = [(mark.start, mark.end) for mark in marks]
    for span in untaken_spans(evidence.text, page, frame):
        if not any(start < span.end and span.start < end for start, end in taken):
            marks.append(Mark(span.start, span.end, "frame", "in no record"))
    names = {name for record in page.records if isinstance(record, Category) for name in record.category_path}
    sheet = NO_SHEET if page.market is None else sheet_of_market(page.market)
    return inert_page(evidence.text, sorted(marks, key=lambda mark: mark.start), names, sheet)
