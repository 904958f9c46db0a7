"""A field that comes from nowhere, as a faulty reader would make one up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.evidence import page_search
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.records import Listing

if TYPE_CHECKING:
    import pytest

    from cryptodrug_scraper.page.parsed import PageContext, ParsedPage

__all__ = ["invent_views"]


def invent_views(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read every listing with a number of views that no page states, where words are looked for."""

    def parse(text: bytes, context: PageContext) -> ParsedPage:
        page = parse_page(text, context)
        for record in page.records:
            if isinstance(record, Listing):
                record.views = 4711
        return page

    monkeypatch.setattr(page_search, "parse_page", parse)
