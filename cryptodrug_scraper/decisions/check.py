"""Tell whether a decision can be one, and bring it into the one form in which it is kept."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING, Any

import msgspec

from cryptodrug_scraper.decisions.correctable import check_codes, correctable, refusal
from cryptodrug_scraper.decisions.decision import plain
from cryptodrug_scraper.decisions.subject import Class, Country, Field, HoldingPrice, InDays, Link
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.classes import CLASS_NAMES, SUBSTANCES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cryptodrug_scraper.decisions.decision import Decision, Value
    from cryptodrug_scraper.decisions.subject import Subject

__all__ = ["CLASS_WORDS", "MOST_CHARACTERS", "STEERING", "checked"]

MOST_CHARACTERS = 10_000
"""Characters that a reason may have."""
_NAME_CHARACTERS = 200
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""A character that no text of a person may have: of control, or no character by itself."""
_VERDICTS = {
    "link": ("accepted", "rejected"),
    "holding_price": ("accepted", "rejected"),
    "country": ("accepted", "rejected", "corrected"),
    "class": ("accepted", "rejected", "corrected"),
    "field": ("accepted", "rejected", "corrected"),
}
CLASS_WORDS: Mapping[str, tuple[str, ...]] = {
    "drug_class": tuple(CLASS_NAMES),
    "substance": tuple(sorted(SUBSTANCES)),
    "product_class": ("digital", "physical"),
}
"""What can be said of a class, by column, each with the words that it may have."""


def checked(decision: Decision) -> Decision:
    """
    Return a decision in the form in which it is kept: texts without spaces around them, lists sorted, times in UTC.

    Raises:
        ConfigurationError: it can be none, and why.
    """
    _check_texts(decision)
    subject = _subject(decision.subject)
    if decision.decided_at.tzinfo is None:
        _refuse("decided_at has no time zone: write it as 2026-11-29T10:00:00Z")
    known = msgspec.structs.replace(
        decision,
        subject=subject,
        decided_by=decision.decided_by.strip(),
        decided_why=decision.decided_why.strip(),
        decided_at=decision.decided_at.astimezone(UTC),
    )
    if decision.verdict == "withdrawn":
        if decision.replaces is None or decision.value is not None:
            _refuse("what is withdrawn names the decision in replaces, and has no value")
        return known
    if decision.verdict not in _VERDICTS[decision.kind]:
        _refuse(f"a {decision.kind} is {' or '.join(_VERDICTS[decision.kind])}, not {decision.verdict}")
    if decision.ground is None:
        _refuse('ground is missing: what the person saw, as {"seen": {}}')
    return msgspec.structs.replace(known, value=_value(subject, decision.value, decision.verdict))


def _refuse(said: str) -> None:
    raise ConfigurationError(said)


def _check_texts(decision: Decision) -> None:
    for name, most in (("decided_by", _NAME_CHARACTERS), ("decided_why", MOST_CHARACTERS)):
        said: str = getattr(decision, name)
        if not said.strip():
            _refuse(f"{name} is empty: every decision says who decided it, and why")
        if len(said) > most:
            _refuse(f"{name} has {len(said):,} characters, and {most:,} are the most: shorten it")
    for text in _texts(plain(decision)):
        found = STEERING.search(text)
        if found is not None:
            _refuse(f"{text[:40]!r} holds the control character {found[0]!r}: take it out")


def _texts(value: Any) -> list[str]:  # noqa: ANN401  # what JSON holds
    if isinstance(value, str):
        return [value]
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]


def _subject(subject: Subject) -> Subject:
    if isinstance(subject, Link):
        first, second = sorted((subject.first, subject.second))
        if first == second:
            _refuse(f"{first.market}/{first.vendor} is one account: a link has two")
        return Link(first=first, second=second)
    if isinstance(subject, Class) and (subject.listing_id is None) == (subject.title is None):
        _refuse("a class is decided of a listing or of a title: name one of listing_id and title")
    if isinstance(subject, InDays):
        first_day, last_day = subject.days
        if last_day < first_day:
            _refuse(f"its days end on {last_day}, before they begin on {first_day}")
    if isinstance(subject, HoldingPrice) and not (subject.price.is_finite() and subject.price > 0):
        _refuse(f"{subject.price} is no price: it is above 0")
    if isinstance(subject, Field) and subject.field not in correctable(subject.record):
        _refuse(refusal(subject.record, subject.field))
    return subject


def _value(subject: Subject, value: Value | None, verdict: str) -> Value | None:
    if isinstance(subject, Link | HoldingPrice):
        if value is not None:
            _refuse("a link and a holding price have no value: the verdict says it all")
        return None
    if not value:
        _refuse("value is missing: what holds, or, where it is rejected, what does not")
    made = _VALUES[type(subject)](subject, dict(value or {}))
    if isinstance(subject, Field) and verdict == "rejected" and made[subject.field] in (None, []):
        _refuse("what is rejected is a value that was read, not null")
    return made


def _country(_subject: Subject, value: Value) -> Value:
    codes = value.pop("origin_codes", None)
    if value or not isinstance(codes, list) or not codes:
        _refuse('the value of a country is {"origin_codes": ["BE"]}: codes of countries or regions')
    check_codes(codes)  # type: ignore[arg-type]
    return {"origin_codes": sorted(set(codes))}  # type: ignore[arg-type]


def _class(_subject: Subject, value: Value) -> Value:
    for name, word in value.items():
        if name not in CLASS_WORDS:
            _refuse(f"{name!r} is nothing that is decided of a class: that is {', '.join(CLASS_WORDS)}")
        if word not in CLASS_WORDS[name]:
            _refuse(f"{word!r} is no {name}: it is one of {', '.join(CLASS_WORDS[name])}")
    return dict(sorted(value.items()))


def _field(subject: Field, value: Value) -> Value:
    if set(value) != {subject.field}:
        _refuse(f"the value of this field is {{{subject.field!r}: …}}")
    return {subject.field: correctable(subject.record)[subject.field].checked(value[subject.field])}


_VALUES: dict[type, Callable[[Any, Value], Value]] = {Country: _country, Class: _class, Field: _field}
