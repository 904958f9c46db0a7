"""The fields of a page as they are listed beside it, and the marks on it that they are linked to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.explore.evidence.difference import FACTS
from cryptodrug_scraper.explore.evidence.printed import patterns_of
from cryptodrug_scraper.explore.inert.marks import TONES, Mark, MarkedField
from cryptodrug_scraper.explore.shown import shown
from cryptodrug_scraper.page.fields import fields_of
from cryptodrug_scraper.page.records import Category, ExchangeRate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from cryptodrug_scraper.explore.evidence.found import Evidence, PageEvidence
    from cryptodrug_scraper.explore.evidence.spans import Span

__all__ = ["ShownField", "ShownRecord", "marks_of", "records_of"]

_MENU = (Category, ExchangeRate)
_LONGEST = 240
_MOST_SAID = 60
_ROLES = ("words", "also", "label", "frame")
_SAID_OF = {"also": "also", "label": "label of", "frame": "frame of"}


@dataclass(frozen=True, slots=True)
class ShownWords:
    """
    Words that a field was read from, as the page's bytes have them, whatever the page does with them.

    Attributes:
        mark: the name of the mark on them.
        said: the words.
        where: the attribute that they are the value of; empty for a text.
        concealed: whether a reader of the page would not see them.
    """

    mark: str
    said: str
    where: str
    concealed: bool


@dataclass(frozen=True, slots=True)
class ShownField:
    """
    One field of a record.

    Attributes:
        name: its name.
        meaning: what it means.
        value: its value, as text.
        words: the marks on what it was read from.
        also: those on where its value stands too.
        labels: names of the marks on what says what it is.
        outside: ``the address`` or ``the time`` (of capture), where it depends on these.
        unsaid: whether it is known by where the record stands, or says that something is not there.
        key: what it is called on the page, where its marks are lit up.
        tone: the number of its colour.
        rule: how its value follows from the words, in words.
    """

    name: str
    meaning: str
    value: str
    words: list[ShownWords]
    also: list[ShownWords]
    labels: list[str]
    outside: list[str]
    unsaid: bool
    key: str
    tone: int
    rule: str


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """One record of a page: its place, its type, and its fields."""

    place: int
    kind: str
    fields: list[ShownField]


def records_of(evidence: PageEvidence, places: Iterable[int] | None = None) -> list[ShownRecord]:
    """
    Return records of a page with their fields; if no places are given, those whose words were looked for, but for those
    of the site's menu.
    """
    records = evidence.page.records
    if places is None:
        places = (place for place in evidence.looked if not isinstance(records[place], _MENU))
    wanted = {place: ShownRecord(place, _kind(records[place]), []) for place in places}
    for number, ((place, name), found) in enumerate(evidence.fields.items()):
        if place not in wanted:
            continue
        record = records[place]
        of = record if name in record.__struct_fields__ else evidence.page.facts[place]
        kind: Any = type(of)  # which mypy takes for no key
        outside = [
            what
            for is_so, what in (
                (found.from_address, "the address"),
                (found.from_capture_time, "the time"),
            )
            if is_so
        ]
        wanted[place].fields.append(
            ShownField(
                name,
                next(field.meaning for field in fields_of(kind) if field.name == name),
                _said(getattr(of, name)),
                [_words(evidence, span) for span in found.words],
                [_words(evidence, span) for span in found.also],
                [f"m{span.start}" for span in found.labels],
                outside,
                not found.is_said and not found.words,
                f"f{number}",
                number % TONES,
                _rule(name, getattr(of, name), found, evidence.text),
            )
        )
    return list(wanted.values())


def marks_of(
    evidence: PageEvidence,
    places: Iterable[int] | None = None,
    *,
    frame: bool = False,
    fields: Mapping[int, Collection[str]] | None = None,
) -> list[Mark]:
    """
    Return the marks of some records: what gives fields their values, where these stand too, what labels them and, if
    asked for, the frame. None is within another.

    What is a value of one field and a label of another is marked as a value.

    Args:
        evidence: of the page.
        places: those of the records; None for all but the menu.
        frame: whether the frame is marked too.
        fields: for each place the only fields whose values are marked, and nothing else; None for all.
    """
    records = evidence.page.records
    if places is None:
        places = (place for place in evidence.looked if not isinstance(records[place], _MENU))
    wanted = set(places)
    of_kind = Counter(type(records[place]) for place in wanted)
    stretches: dict[tuple[int, int, str], dict[MarkedField, None]] = {}
    for number, ((place, name), found) in enumerate(evidence.fields.items()):
        if place in wanted and (fields is None or name in fields.get(place, ())):
            full = name if of_kind[type(records[place])] == 1 else f"{_kind(records[place])}.{name}"
            field = MarkedField(f"f{number}", full, number)
            labels = found.labels if fields is None or not found.words else []
            roles = (found.words, found.also if fields is None else [], labels, found.frame if frame else [])
            for role, spans in zip(_ROLES, roles, strict=True):
                for span in spans:
                    stretches.setdefault((span.start, span.end, role), {})[field] = None
    return list(_parted(stretches))


def _parted(stretches: Mapping[tuple[int, int, str], Collection[MarkedField]]) -> Iterator[Mark]:
    """Marks that do not overlap, of stretches that may: the shortest of the best role gives the look."""
    edges = sorted({edge for start, end, _ in stretches for edge in (start, end)})
    starting = sorted(stretches)
    over: list[tuple[int, int, str]] = []
    place = 0
    for start, end in pairwise(edges):
        over = [each for each in over if each[1] > start]
        while place < len(starting) and starting[place][0] == start:
            over.append(starting[place])
            place += 1
        if not over:
            continue
        best = min(over, key=lambda each: (_ROLES.index(each[2]), each[1] - each[0]))
        same = [each for each in over if each[2] == best[2]]
        fields = list(dict.fromkeys(field for each in same for field in stretches[each]))
        ending = [field.name for each in same if each[1] == end for field in stretches[each]]
        names = ending or [field.name for field in fields]
        text = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
        said = text if best[2] == "words" else f"{_SAID_OF[best[2]]} {text}"
        tone = next(iter(stretches[best])).tone
        yield Mark(start, end, best[2], said, tone, tuple(fields), bool(ending))


def _words(evidence: PageEvidence, span: Span) -> ShownWords:
    said = shown(unescape(evidence.text[span.start : span.end].decode(errors="replace")).strip())
    is_short = len(said) <= _MOST_SAID
    where = "" if span.attribute is None else f"@{span.attribute}"
    concealed = span.start in evidence.concealed
    return ShownWords(f"m{span.start}", said if is_short else f"{said[:_MOST_SAID]}…", where, concealed)


def _rule(name: str, value: object, found: Evidence, text: bytes) -> str:
    """How a value follows from the words that are marked."""
    if not found.words:
        return "by its place" if not found.is_said else ""
    if name in FACTS:
        return "worked out"
    if all(span.attribute is not None for span in found.words):
        return "in its code"
    own = [text[span.start : span.end] for span in found.words]
    patterns = patterns_of(value)
    if patterns and all(any(pattern.search(each) for pattern in patterns) for each in own):
        return "printed"
    return "worked out"


def _kind(record: object) -> str:
    return type(record).__name__.lower()


def _said(value: object) -> str:
    if value is None:
        return "(shown empty)"
    return _short(shown(value)) if value != [] else "(none)"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
