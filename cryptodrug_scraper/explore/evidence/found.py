"""The evidence of a page: for each field of each record the words that it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.evidence import page_search
from cryptodrug_scraper.explore.evidence.alteration import GENTLE, altered, blank
from cryptodrug_scraper.explore.evidence.budget import MOST_WORK, Budget
from cryptodrug_scraper.explore.evidence.cutting import Cut, cut_of
from cryptodrug_scraper.explore.evidence.difference import BY_KIND, FACTS, Reading
from cryptodrug_scraper.explore.evidence.excerpt import Excerpt, excerpt_of
from cryptodrug_scraper.explore.evidence.page_search import PageSearch
from cryptodrug_scraper.explore.evidence.stretches import joined
from cryptodrug_scraper.page.parsed import PageContext, ParsedPage
from cryptodrug_scraper.page.text import decode

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.explore.evidence.spans import Span

__all__ = ["MOST_RECORDS", "Evidence", "PageEvidence", "evidence_of", "text_of"]

MOST_RECORDS = 500
"""Records whose words are looked for at once: the longest real pages, three hundred ratings and a menu, have fewer."""
_DECIDED_WITH = {"class_source": "drug_class"}
"""What decided on another field, by that field, whose words are what decided."""
_OF_KIND = BY_KIND - _DECIDED_WITH.keys()
_USUAL_TRIALS = 350
"""Readings of a whole page that must fit into the bound of work; else it is read in excerpts."""


@dataclass(slots=True)
class Evidence:
    """
    What one field was read from.

    Attributes:
        is_said: whether a page must have words for it: not for what is known by where the record stands on it, and not
            for what says that something is not there, as ``false`` and ``null`` do.
        words: stretches that give it another value when they are altered: its value stands there. Each is cut to the
            words that a person would name.
        also: stretches where the value stands too, so that a person may read it there; the reader took it from the
            words.
        labels: spans without which the record does not have the field: they say what the value is.
        frame: spans without which there is no such record.
        from_address: whether it is read differently without the page's address.
        from_capture_time: whether it is read differently without the time of the capture.
    """

    is_said: bool
    words: list[Span] = field(default_factory=list)
    also: list[Span] = field(default_factory=list)
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
    The evidence of one page, or of some of its records.

    Attributes:
        text: the page as UTF-8, to which the spans refer.
        page: what is read of it.
        looked: the places of the records whose words were looked for.
        fields: the evidence of each of their fields, by the place of the record and the field's name.
        trials: how often the page, or a part of it, was read.
        ended: after how much the search was ended before all was found; empty where it came to its end.
        concealed: where those spans begin that a reader of the page would not see.
    """

    text: bytes
    page: ParsedPage
    looked: range
    fields: dict[tuple[int, str], Evidence]
    trials: int = 0
    ended: str = ""
    concealed: frozenset[int] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether the search came to its end."""
        return not self.ended


def evidence_of(
    body: bytes,
    url: str | None = None,
    captured: CaptureTime | None = None,
    only: int | None = None,
    *,
    first: int = 0,
    seconds: float | None = None,
) -> PageEvidence:
    """
    Find what the fields of a page were read from: those of one record, or of `MOST_RECORDS` from one on, which are all
    that any real page has.

    Of a page that is much larger than real ones an excerpt is made first, on which these records are read as on the
    whole; what is found there is then tried on the whole page, and only what holds there is kept.

    Args:
        body: the page as it was fetched or saved.
        url: its address.
        captured: when it was captured.
        only: the place of the only record whose fields are sought, which takes less time; None for several.
        first: the place of the first record whose fields are sought.
        seconds: processor time after which the search is ended; None for the bound of work alone.
    """
    text = text_of(body)
    budget = Budget(seconds)
    context = PageContext(url, captured)
    page = page_search.read(text, context, budget)
    count = len(page.records)
    wanted = range(first, min(count, first + MOST_RECORDS)) if only is None else range(count)[only : only + 1]
    if budget.work * _USUAL_TRIALS <= MOST_WORK:
        search = PageSearch(text, context, wanted, budget)
        search.run()
        return PageEvidence(text, page, wanted, _evidence(search), budget.trials, budget.ended)
    known = PageEvidence(text, page, wanted, {})
    if wanted:
        found = excerpt_of(text, page, wanted, lambda part: page_search.read(part, context, budget), budget.is_left)
        search = PageSearch(found.text, context, found.wanted, budget)
        search.run()
        known.fields = _confirmed(known, found, _evidence(search), context, budget)
    known.trials, known.ended = budget.trials, budget.ended
    return known


def text_of(body: bytes) -> bytes:
    """A page's bytes as UTF-8, to which spans refer."""
    return decode(body)[0].replace(b"\x00", b"")


def _evidence(search: PageSearch) -> dict[tuple[int, str], Evidence]:
    fields = {}
    cuts = cut_of(search)
    numbers = {key: number for number, key in enumerate(search.reading.fields)}
    for number, (place, name) in enumerate(search.reading.fields):
        is_said = search.reading.is_said(place, name)
        cut = cuts[numbers.get((place, _DECIDED_WITH.get(name, name)), number)] if name not in _OF_KIND else Cut()
        frame = [search.spans[span] for span in sorted(search.frame[number])]
        from_address, from_capture_time = (bool(outside >> number & 1) for outside in search.outside)
        fields[place, name] = Evidence(is_said, cut.words, cut.also, cut.labels, frame, from_address, from_capture_time)
    return fields


def _confirmed(
    known: PageEvidence,
    found: Excerpt,
    fields: dict[tuple[int, str], Evidence],
    context: PageContext,
    budget: Budget,
) -> dict[tuple[int, str], Evidence]:
    """
    What was found on an excerpt, where it stands on the page. Words whose alteration there does not change their field
    are no words of it; what is normalised of a listing is read from those of other fields.
    """
    moved = known.looked.start - found.wanted.start
    held: dict[tuple[int, str], Evidence] = {}
    for (place, name), each in fields.items():
        words, also, labels, frame = (
            list(map(found.on_the_page, spans)) for spans in (each.words, each.also, each.labels, each.frame)
        )
        held[place + moved, name] = replace(each, words=words, also=also, labels=labels, frame=frame)
    reading = Reading(known.page, known.looked)
    left = {number for number, key in enumerate(reading.fields) if held[key].words and key[1] not in FACTS}
    for how in (altered, blank, *GENTLE):
        if not left or not budget.is_left():
            break
        spans = joined((span.start, span.end) for number in left for span in held[reading.fields[number]].words)
        pieces: list[bytes] = []
        at = 0
        for start, end in spans:
            pieces += known.text[at:start], how(known.text[start:end])
            at = end
        changed = reading.against(page_search.read(b"".join([*pieces, known.text[at:]]), context, budget)).all
        left = {number for number in left if not changed >> number & 1}
    if left and not budget.ended:
        budget.ended = f"{budget.trials} readings of a page on which {len(left)} fields are read from elsewhere too"
    for number in left:
        held[reading.fields[number]].words = []
    return held
