"""The fields of a page as they are listed beside it, and the marks on it that they are linked to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.inert import Mark
from cryptodrug_scraper.explore.shown import shown
from cryptodrug_scraper.page.records import Category, ExchangeRate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.explore.evidence.found import PageEvidence
    from cryptodrug_scraper.explore.evidence.spans import Span

__all__ = ["ShownField", "ShownRecord", "marks_of", "records_of"]

_MENU = (Category, ExchangeRate)
_LONGEST = 240
_ROLES = ("words", "label", "frame")


@dataclass(frozen=True, slots=True)
class ShownField:
    """
    One field of a record.

    Attributes:
        name: its name.
        value: its value, as text.
        words: names of the marks on what it was read from.
        labels: names of the marks on what says what it is.
        outside: ``the page's address`` or ``the time of capture``, where it depends on these.
        unsaid: whether it is known by where the record stands, or says that something is not there.
    """

    name: str
    value: str
    words: list[str]
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
    """Return records of a page with their fields; all but those of the site's menu, if no places are given."""
    records = evidence.page.records
    if places is None:
        places = (place for place, record in enumerate(records) if not isinstance(record, _MENU))
    wanted = {place: ShownRecord(place, _kind(records[place]), []) for place in places}
    for (place, name), found in evidence.fields.items():
        if place not in wanted:
            continue
        record = records[place]
        value = getattr(record, name) if name in record.__struct_fields__ else getattr(evidence.page.facts[place], name)
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
                _said(value),
                _names(found.words),
                _names(found.labels),
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
    wanted = {record.place for record in records_of(evidence, places)}
    by_role: dict[str, dict[tuple[int, int], dict[str, None]]] = {role: {} for role in _ROLES}
    for (place, name), found in evidence.fields.items():
        if place in wanted:
            many = len({p for p in wanted if type(evidence.page.records[p]) is type(evidence.page.records[place])}) > 1
            full = name if not many else f"{_kind(evidence.page.records[place])}.{name}"
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


def _names(spans: Iterable[Span]) -> list[str]:
    return [f"m{span.start}" for span in spans]


def _kind(record: object) -> str:
    return type(record).__name__.lower()


def _said(value: object) -> str:
    if value is None:
        return "(shown empty)"
    return _short(shown(value)) if value != [] else "(none)"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
