"""Whether readers look at a text of a page, as for a flag or a word of a list, of which no record has the words."""

from __future__ import annotations

from functools import partial
from html import unescape
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ParseError
from cryptodrug_scraper.explore.evidence.alteration import altered, blank
from cryptodrug_scraper.explore.evidence.spans import spans_of
from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.entries import part_entries
from cryptodrug_scraper.page.guard import ReaderFailedError, run
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.market import Market
    from cryptodrug_scraper.page.parsed import PageContext, ParsedPage

__all__ = ["LookedAt", "ignored_labels"]

_LONGEST = 60
"""Characters of a text that is tried: what is longer is prose, whose words a record would have."""
_MOST_PLACES = 3
_MOST_TRIALS = 80
"""Readings of a page; a text that is not tried counts as one at which no reader looks."""
_TO_CHECK = "CHECK"
_SKIPPED = frozenset({"script", "style", "title", "textarea"})


class LookedAt:
    """
    Tells whether a page is read otherwise when one of its texts is altered.

    Args:
        body: the page as it was saved.
        context: its address and time.
        page: how it is read.
    """

    def __init__(self, body: bytes, context: PageContext, page: ParsedPage) -> None:
        self._text = decode(body)[0].replace(b"\0", b"")
        self._context = context
        self._page = page
        self._spans = [span for span in spans_of(self._text) if span.attribute is None and span.tag not in _SKIPPED]
        self._squeezed = [_squeezed(self._text[span.start : span.end].decode(errors="replace")) for span in self._spans]
        self._known: dict[str, bool] = {}
        self._trials = 0

    def __call__(self, text: str) -> bool:
        """Tell whether a reader looks at a text, wherever it stands on the page."""
        if len(text) > _LONGEST:
            return False
        if (known := self._known.get(text)) is None:
            known = self._known[text] = any(self._differs(*place) for place in self._places(text))
        return known

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text stands: as the whole of one or several texts between tags, or behind a colon in one of them."""
        wanted = _squeezed(text)
        found = 0
        for at, first in enumerate(self._squeezed):
            if found == _MOST_PLACES:
                return
            span = self._spans[at]
            if first and wanted.startswith(first):
                said, end = first, at
                while len(said) < len(wanted) and end + 1 < len(self._squeezed):
                    end += 1
                    said += self._squeezed[end]
                if said == wanted:
                    found += 1
                    yield span.start, self._spans[end].end
            elif first.endswith(f":{wanted}"):
                start = self._text.rfind(b":", span.start, span.end - len(wanted)) + 1
                found += 1
                yield start, span.end

    def _differs(self, start: int, end: int) -> bool:
        inside = [
            (max(span.start, start), min(span.end, end))
            for span in self._spans
            if span.start < end and start < span.end
        ]
        for how in (altered, blank):
            if self._trials >= _MOST_TRIALS:
                return False
            self._trials += 1
            body = self._text
            for first, last in reversed(inside):
                body = body[:first] + how(body[first:last]) + body[last:]
            page = parse_page(body, self._context)
            if (page.market, page.kind) != (self._page.market, self._page.kind):
                continue  # it is no longer the same page, which says nothing of its fields
            if page.records != self._page.records or len(page.issues) != len(self._page.issues):
                return True
        return False


def ignored_labels(market: Market, body: bytes, context: PageContext) -> frozenset[str]:
    """The labels of a page that its reader leaves out, and says why."""
    try:
        document = Document(decode(body)[0].replace(b"\0", b""), context)
        part_entries(document, market.entries)
        kind = run(f"classify of {market.name}", market.classify, document, market.sources)
        if (reader := market.readers.get(kind)) is not None:
            run(f"{kind} of {market.name}", partial(reader), document, market.sources)
    except (ParseError, ReaderFailedError):  # reading the page shows it as an issue
        return frozenset()
    return frozenset(label for label, why in document.ignored.items() if why and _TO_CHECK not in why)


def _squeezed(text: str) -> str:
    return "".join(unescape(text).split())
