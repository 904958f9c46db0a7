"""The evidence of a page: for each field of each record the words that it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.evidence.page_search import PageSearch
from cryptodrug_scraper.page.parsed import PageContext, ParsedPage
from cryptodrug_scraper.page.text import decode

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.explore.evidence.spans import Span

__all__ = ["Evidence", "PageEvidence", "evidence_of"]


@dataclass(slots=True)
class Evidence:
    """
    What one field was read from.

    Attributes:
        is_said: whether a page must have words for it: not for what is known by where the record stands on it, and not
            for what says that something is not there, as ``false`` and ``null`` do.
        words: spans that give it another value when they are altered: its value stands there.
        labels: spans without which the record does not have the field: they say what the value is.
        frame: spans without which there is no such record.
        from_address: whether it is read differently without the page's address.
        from_capture_time: whether it is read differently without the time of the capture.
    """

    is_said: bool
    words: list[Span] = field(default_factory=list)
    labels: list[Span] = field(default_factory=list)
    frame: list[Span] = field(default_factory=list)
    from_address: bool = False
    from_capture_time: bool = False

    @property
    def is_found(self) -> bool:
        """Whether it is known what gives the field its value."""
        return bool(self.words or self.labels or self.from_address or self.from_capture_time)


@dataclass(slots=True)
class PageEvidence:
    """
    The evidence of one page.

    Attributes:
        text: the page as UTF-8, to which the spans refer.
        page: what is read of it.
        fields: the evidence of each field, by the place of its record and its name.
        trials: how often the page was read.
        is_whole: false where the bound on trials ended the search.
    """

    text: bytes
    page: ParsedPage
    fields: dict[tuple[int, str], Evidence]
    trials: int
    is_whole: bool


def evidence_of(
    body: bytes, url: str | None = None, captured: CaptureTime | None = None, only: int | None = None
) -> PageEvidence:
    """
    Find what each field of a page was read from.

    Args:
        body: the page as it was fetched or saved.
        url: its address.
        captured: when it was captured.
        only: the place of the only record whose fields are sought, which takes less time; None for all.
    """
    text = decode(body)[0].replace(b"\x00", b"")
    search = PageSearch(text, PageContext(url, captured), only)
    is_whole = search.run()
    fields = {}
    for number, (place, name) in enumerate(search.reading.fields):
        if only is not None and place != only:
            continue
        is_said = search.reading.is_said(place, name)
        words, labels, frame = ([search.spans[span] for span in sorted(spans[number])] for spans in search.found)
        from_address, from_capture_time = (bool(outside >> number & 1) for outside in search.outside)
        fields[place, name] = Evidence(is_said, words, labels, frame, from_address, from_capture_time)
    return PageEvidence(text, search.reading.page, fields, search.trials, is_whole)
