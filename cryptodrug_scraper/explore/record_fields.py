"""The fields of a page as they are listed beside it, and the marks on it that they are linked to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.explore.inert.marks import Mark
from cryptodrug_scraper.explore.shown import shown
from cryptodrug_scraper.page.fields import fields_of
from cryptodrug_scraper.page.records import Category, ExchangeRate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.explore.evidence.found import PageEvidence
    from cryptodrug_scraper.explore.evidence.spans import Span

__all__ = ["ShownField", "ShownRecord", "marks_of", "records_of"]

_MENU = (Category, ExchangeRate)
_LONGEST = 240
_MOST_SAID = 60
_ROLES = ("words", "label", "frame")


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
        labels: names of the marks on what says what it is.
        outside: ``the page's address`` or ``the time of capture``, where it depends on these.
        unsaid: whether it is known by where the record stands, or says that something is not there.
    """

    name: str
    meaning: str
    value: str
    words: list[ShownWords]
    labels: list[str]
    outside: list[str]
    unsaid: bool


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
    for (place, name), found in evidence.fields.items():
        if place not in wanted:
            continue
        record = records[place]
        of = record if name in record.__struct_fields__ else evidence.page.facts[place]
        kind: Any = type(of)  # which mypy takes for no key
        outside = [
            what
            for is_so, what in (
                (found.from_address, "the page's address"),
                (found.from_capture_time, "the time of capture"),
            )
            if is_so
        ]
        wanted[place].fields.append(
            ShownField(
                name,
                next(field.meaning for field in fields_of(kind) if field.name == name),
                _said(getattr(of, name)),
                [_words(evidence, span) for span in found.words],
                [f"m{span.start}" for span in found.labels],
                outside,
                not found.is_said and not found.words,
            )
        )
    return list(wanted.values())


def marks_of(evidence: PageEvidence, places: Iterable[int] | None = None, *, frame: bool = False) -> list[Mark]:
    """
    Return the marks of some records: what gives fields their values, what labels them and, if asked for, the frame.

    A text that is a value of one field and a label of another is marked as a value.
    """
    records = evidence.page.records
    if places is None:
        places = (place for place in evidence.looked if not isinstance(records[place], _MENU))
    wanted = set(places)
    of_kind = Counter(type(records[place]) for place in wanted)
    by_role: dict[str, dict[tuple[int, int], dict[str, None]]] = {role: {} for role in _ROLES}
    for (place, name), found in evidence.fields.items():
        if place in wanted:
            full = name if of_kind[type(records[place])] == 1 else f"{_kind(records[place])}.{name}"
            for role, spans in zip(_ROLES, (found.words, found.labels, found.frame if frame else []), strict=True):
                for span in spans:
                    by_role[role].setdefault((span.start, span.end), {})[full] = None
    marks: dict[tuple[int, int], Mark] = {}
    for role in _ROLES:
        for place_of, fields in by_role[role].items():
            names = list(fields)
            text = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
            marks.setdefault(place_of, Mark(*place_of, role, text if role == "words" else f"{role} of {text}"))
    return sorted(marks.values(), key=lambda mark: mark.start)


def _words(evidence: PageEvidence, span: Span) -> ShownWords:
    said = shown(unescape(evidence.text[span.start : span.end].decode(errors="replace")).strip())
    is_short = len(said) <= _MOST_SAID
    where = "" if span.attribute is None else f"@{span.attribute}"
    concealed = span.start in evidence.concealed
    return ShownWords(f"m{span.start}", said if is_short else f"{said[:_MOST_SAID]}…", where, concealed)


def _kind(record: object) -> str:
    return type(record).__name__.lower()


def _said(value: object) -> str:
    if value is None:
        return "(shown empty)"
    return _short(shown(value)) if value != [] else "(none)"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
