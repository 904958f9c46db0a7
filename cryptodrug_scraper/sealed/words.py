"""Where on a page the fields of a record stand, and whether they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from cryptodrug_scraper.explore.evidence.alteration import GENTLE, altered, blank
from cryptodrug_scraper.explore.evidence.difference import Reading
from cryptodrug_scraper.explore.evidence.found import evidence_of, text_of
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.sealed.lines import fitting
from cryptodrug_scraper.sealed.question import SpanLine, WordsLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.explore.evidence.found import Evidence
    from cryptodrug_scraper.explore.evidence.spans import Span
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["Sought", "faults_of_words", "words_of"]

_SECONDS = 30.0
"""Processor time after which the search on one page for one record is ended; what is found by then is kept."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A record whose words are looked for: its observation, its page, and its place there."""

    observation: UUID
    capture: Capture
    ordinal: int


def words_of(sought: Sought) -> list[WordsLine]:
    """Find the words of all fields of a record."""
    capture = sought.capture
    found = evidence_of(capture.body, capture.url, capture.captured, sought.ordinal, seconds=_SECONDS)
    reading = Reading(found.page, range(sought.ordinal, sought.ordinal + 1))
    lines = []
    for (place, name), each in found.fields.items():
        role, spans = _role(each)
        lines.append(
            WordsLine(
                observation=sought.observation,
                field=name,
                value=_value(reading, place, name),
                role=role,
                spans=[_line(found.text, span) for span in spans],
                is_altering=role == "words"
                and _alters(found.text, capture, reading, (place, name), [(span.start, span.end) for span in spans]),
            )
        )
    return lines


def faults_of_words(capture: Capture, page: ParsedPage, ordinal: int, lines: Sequence[WordsLine]) -> Iterator[str]:
    """
    Tell which words of a record are not those of its page.

    Args:
        capture: the page.
        page: as it is read.
        ordinal: the place of the record.
        lines: the words of its fields.
    """
    text = text_of(capture.body)
    if ordinal >= len(page.records):
        yield "the page has no such record"
        return
    reading = Reading(page, range(ordinal, ordinal + 1))
    known = set(reading.fields)
    for line in lines:
        if (ordinal, line.field) not in known:
            yield f"{line.field}: the page does not show it"
            continue
        value = _value(reading, ordinal, line.field)
        if not fitting(value, line.value):
            yield f"{line.field}: {line.value!r} in the package, and {value!r} on the page"
        wrong = [span for span in line.spans if _said(text, span.start, span.end) != span.text]
        if wrong:
            there = _said(text, wrong[0].start, wrong[0].end)
            yield f"{line.field}: {wrong[0].text!r} at byte {wrong[0].start} in the package, and {there!r} on the page"
        elif line.is_altering:
            spans = [(span.start, span.end) for span in line.spans]
            if not _alters(text, capture, reading, (ordinal, line.field), spans):
                yield f"{line.field}: it is not read from the words that are marked, and stays where they are altered"


def _role(each: Evidence) -> tuple[Any, list[Span]]:
    if each.words:
        return "words", each.words
    if each.labels:
        return "labels", each.labels
    if each.from_address:
        return "address", []
    if each.from_capture_time:
        return "time", []
    return ("unknown" if each.is_said else "place"), []


def _line(text: bytes, span: Span) -> SpanLine:
    said = _said(text, span.start, span.end)
    return SpanLine(start=span.start, end=span.end, text=said, tag=span.tag, attribute=span.attribute)


def _said(text: bytes, start: int, end: int) -> str:
    return text[start:end].decode(errors="replace")


def _value(reading: Reading, place: int, name: str) -> object:
    return msgspec.json.decode(msgspec.json.encode(reading.value(place, name)))


def _alters(
    text: bytes, capture: Capture, reading: Reading, field: tuple[int, str], spans: Sequence[tuple[int, int]]
) -> bool:
    """Whether a field is read otherwise, and its record still read, where some stretches of the page are altered."""
    bit = 1 << reading.fields.index(field)
    for how in (altered, blank, *GENTLE):
        pieces: list[bytes] = []
        at = 0
        for start, end in sorted(spans):
            if start < at or end > len(text):
                return False
            pieces += text[at:start], how(text[start:end])
            at = end
        seen = reading.against(parse_page(b"".join([*pieces, text[at:]]), PageContext(capture.url, capture.captured)))
        if (seen.changed | seen.missing) & bit:
            return True
    return False
