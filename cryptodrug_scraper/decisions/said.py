"""What a decision says of its subject, from words that a person writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.decisions.check import correctable
from cryptodrug_scraper.decisions.subject import Class, Country, Field
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from cryptodrug_scraper.decisions.decision import Value
    from cryptodrug_scraper.decisions.subject import Subject

__all__ = ["value_of"]

_WORDS: dict[str, object] = {"null": None, "true": True, "false": False}


def value_of(subject: Subject, said: str | None) -> Value | None:
    """
    Return what a decision says, as yet unchecked.

    Args:
        subject: what it is about.
        said: codes with commas between for a country, ``drug_class=Cannabis`` and the like with commas between for a
            class, the value of a field, where ``null`` is none; None: nothing.

    Raises:
        ConfigurationError: it does not have this form.
    """
    if said is None:
        return None
    if isinstance(subject, Class):
        pairs = [part.partition("=") for part in said.split(",")]
        if not all(between for _, between, _ in pairs):
            msg = f"{said!r} says nothing of a class: write drug_class=Cannabis,product_class=physical"
            raise ConfigurationError(msg)
        return {name.strip(): word.strip() for name, _, word in pairs}
    if isinstance(subject, Country):
        return {"origin_codes": _codes(said)}
    if not isinstance(subject, Field):
        return {"value": said}
    declared = correctable(subject.record).get(subject.field)
    if declared is not None and declared.type == list[str]:
        return {subject.field: None if said == "null" else _codes(said)}
    return {subject.field: _WORDS.get(said, said)}  # type: ignore[dict-item]


def _codes(said: str) -> list[str]:
    return [code.strip().upper() for code in said.split(",") if code.strip()]
