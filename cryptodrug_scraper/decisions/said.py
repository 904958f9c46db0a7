"""What a decision says of its subject, from words that a person writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from cryptodrug_scraper.decisions.correctable import correctable
from cryptodrug_scraper.decisions.subject import Class, Country, Field
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from cryptodrug_scraper.decisions.correctable import Correctable
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
            class, the value of a field, where ``null`` is none, commas stand between words of a list (or it is a list
            in JSON), and rows are a list of objects in JSON; None: nothing.

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
    return {subject.field: _of_field(correctable(subject.record).get(subject.field), said)}


def _of_field(declared: Correctable | None, said: str) -> Any:  # noqa: ANN401  # what JSON holds
    if declared is None or said in _WORDS:
        return _WORDS.get(said, said)
    if declared.is_code:
        return _codes(said)
    if declared.type is list or (declared.type == list[str] and said.startswith("[")):
        try:
            return msgspec.json.decode(said)
        except (msgspec.DecodeError, UnicodeError) as error:
            msg = f"{said[:40]!r} is no JSON ({error}): write {declared.form}"
            raise ConfigurationError(msg) from None
    return [part.strip() for part in said.split(",") if part.strip()] if declared.type == list[str] else said


def _codes(said: str) -> list[str]:
    return [code.strip().upper() for code in said.split(",") if code.strip()]
