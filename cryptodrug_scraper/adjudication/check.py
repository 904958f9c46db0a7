"""Tell whether a sample or an answer can be one."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.adjudication.machine import is_answer
from cryptodrug_scraper.decisions.check import MOST_CHARACTERS, STEERING
from cryptodrug_scraper.decisions.subject import Link
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from cryptodrug_scraper.adjudication.sample import Answer, Sample

__all__ = ["CODERS", "checked_answer", "checked_sample", "coders_of"]

CODERS = 2
"""How many people code a sample, apart from one another."""


def coders_of(known: UUID, answers: Iterable[Answer]) -> list[str]:
    """Return who codes a sample, in the order in which they began."""
    return list(dict.fromkeys(each.coder for each in answers if each.sample_id == known and each.step == "coding"))


def checked_sample(sample: Sample) -> Sample:
    """
    Return a sample in the form in which it is kept, its times in UTC.

    Raises:
        ConfigurationError: it can be none, and why.
    """
    _check_person(sample.drawn_by, "drawn_by")
    if sample.drawn_at.tzinfo is None:
        _refuse("drawn_at has no time zone: write it as 2026-11-29T10:00:00Z")
    if not sample.items:
        _refuse("a sample has at least one item")
    for place, item in enumerate(sample.items):
        if item.drawn > item.population:
            _refuse(f"item {place}: of {item.population} things no {item.drawn} can be drawn")
        if (item.kind == "link") != isinstance(item.subject, Link):
            _refuse(f"item {place}: a {item.kind} is not about a {type(item.subject).__name__.lower()}")
    return msgspec.structs.replace(sample, drawn_at=sample.drawn_at.astimezone(UTC))


def checked_answer(answer: Answer, samples: Mapping[UUID, Sample], answers: Iterable[Answer]) -> Answer:
    """
    Return an answer in the form in which it is kept.

    Args:
        answer: the answer.
        samples: all that there are.
        answers: all that there are or are added, with which it has to agree in who codes.

    Raises:
        ConfigurationError: it is to nothing that was drawn, is no answer to that, or is of one coder too many.
    """
    _check_person(answer.coder, "coder")
    if answer.answered_at.tzinfo is None:
        _refuse("answered_at has no time zone: write it as 2026-11-29T10:00:00Z")
    note = (answer.note or "").strip()
    if len(note) > MOST_CHARACTERS or STEERING.search(note):
        _refuse(f"the note has a control character, or more than {MOST_CHARACTERS:,} characters")
    sample = samples.get(answer.sample_id)
    if sample is None:
        _refuse(f"sample {answer.sample_id} is not there: load the file that has it first")
    elif answer.ordinal >= len(sample.items):
        _refuse(f"sample {answer.sample_id} has {len(sample.items)} items, and no item {answer.ordinal}")
    elif not is_answer(sample.items[answer.ordinal].kind, answer.answer):
        _refuse(f"{answer.answer!r} is no answer to item {answer.ordinal}, a {sample.items[answer.ordinal].kind}")
    coders = coders_of(answer.sample_id, answers)
    if answer.step == "coding" and answer.coder not in coders[:CODERS] and len(coders) >= CODERS:
        _refuse(
            f"{' and '.join(coders[:CODERS])} code this sample already: a third person can settle where they differ "
            "(--settle), or have another sample drawn (--seed)"
        )
    return msgspec.structs.replace(answer, note=note or None, answered_at=answer.answered_at.astimezone(UTC))


def _check_person(name: str, what: str) -> None:
    if not name.strip() or name != name.strip() or STEERING.search(name):
        _refuse(f"{what} is no name: {name!r}")


def _refuse(said: str) -> None:
    raise ConfigurationError(said)
