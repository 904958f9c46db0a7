"""Forms by which a person decides: of each kind of subject its questions, and what the answers say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from cryptodrug_scraper.decisions.check import CLASS_WORDS, MOST_CHARACTERS
from cryptodrug_scraper.decisions.correctable import correctable, refusal
from cryptodrug_scraper.decisions.decide import Saying
from cryptodrug_scraper.decisions.said import value_of
from cryptodrug_scraper.decisions.stated import Stated, field_of
from cryptodrug_scraper.decisions.subject import Account, Class, Country, Field, HoldingPrice, InDays, Link
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.explore.form import Form, FormField
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from cryptodrug_scraper.decisions.decision import Value
    from cryptodrug_scraper.decisions.subject import Subject

__all__ = ["SAID_OF_CLASS", "WHY", "Asked", "asked_about", "form_of"]

WHY = FormField("why", "Why", "area", hint="Kept with the decision.", is_required=True, most=MOST_CHARACTERS)
_KINDS: Mapping[str, type[Subject]] = {
    "country": Country,
    "holding_price": HoldingPrice,
    "class": Class,
}
_VERDICTS: Mapping[str, Sequence[tuple[str, str]]] = {
    "link": (("accepted", "They are one seller's"), ("rejected", "They are two sellers'")),
    "country": (
        ("accepted", "It sends from these places, as its listings say"),
        ("corrected", "It sends from these places, whatever its listings say"),
        ("rejected", "It does not send from these places; from where it does is not known"),
    ),
    "holding_price": (
        ("accepted", "It only holds the listing's place: nobody is to buy at it"),
        ("rejected", "It is a price"),
    ),
    "class": (
        ("accepted", "It sells this, as was read"),
        ("corrected", "It sells this, whatever was read"),
        ("rejected", "It does not sell this; what it sells is not known"),
    ),
    "field": (
        ("accepted", "The page says this, as was read"),
        ("corrected", "The page says this, whatever was read"),
        ("rejected", "The page does not say this; what it says is not known"),
    ),
}
_DAYS = (
    FormField("first_day", "First day", hint="As 2019-05-01; empty: as long as it was there."),
    FormField("last_day", "Last day", hint="As 2019-05-31; empty: for as long as it is there."),
)
SAID_OF_CLASS = {"drug_class": "Class of drugs", "substance": "Substance", "product_class": "Kind of product"}
_MOST_IN_LISTS = 1_000_000
"""Characters that a long text or a list may have."""
_TITLE = "title"
_SCOPE = "scope"


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What a form is about.

    Attributes:
        subject: what is decided on; days and title are those of the form.
        title: of a class, the title that the listing has; empty where it is not known.
    """

    subject: Subject
    title: str = ""

    def saying(self, form: Form, by: str) -> Saying:
        """
        Return what the answers say.

        Args:
            form: with the answers, each of which is one that its field takes.
            by: who decides.

        Raises:
            ConfigurationError: a day is invalid, or the answers say nothing.
        """
        said = form.values
        subject = self._subject(said)
        return Saying(subject, said["verdict"], _value(subject, said), by, said["why"])  # type: ignore[arg-type]

    def _subject(self, said: Mapping[str, str]) -> Subject:
        if isinstance(self.subject, InDays):
            return msgspec.structs.replace(
                self.subject, first_day=_day(said, "first_day"), last_day=_day(said, "last_day")
            )
        if isinstance(self.subject, Class) and said.get(_SCOPE) == _TITLE:
            return Class(market=self.subject.market, title=self.title)
        return self.subject


def _day(said: Mapping[str, str], name: str) -> date | None:
    if not said[name]:
        return None
    try:
        return date.fromisoformat(said[name])
    except ValueError:
        msg = f"{said[name]!r} is no day: write it as 2019-05-01"
        raise ConfigurationError(msg) from None


def _value(subject: Subject, said: Mapping[str, str]) -> Value | None:
    if isinstance(subject, Class):
        return {name: said[name] for name in SAID_OF_CLASS if said[name]}
    return value_of(subject, said["value"]) if "value" in said else None


def asked_about(connection: Connection, kind: str, asked: Mapping[str, str]) -> Asked:
    """
    Return what a form is about, from the parts of its address.

    Args:
        connection: reads all tables.
        kind: the kind of the subject.
        asked: ``market, vendor, other_market, other_vendor`` of a link, ``record_id, field`` of a field, or else the
            names of the subject's own fields.

    Raises:
        StoreError: they name nothing that can be decided.
    """
    try:
        if kind == "link":
            one, other = (Account(asked[f"{which}market"], asked[f"{which}vendor"]) for which in ("", "other_"))
            return Asked(Link(first=min(one, other), second=max(one, other)))
        if kind == "field":
            return Asked(_field(connection, asked["record_id"], asked["field"]))
        wanted = {name: asked[name] for name in _KINDS[kind].__struct_fields__ if name in asked and name != _TITLE}
        return Asked(msgspec.convert(wanted, _KINDS[kind], strict=False), asked.get(_TITLE, ""))
    except (KeyError, msgspec.ValidationError):
        msg = "this address names nothing that can be decided: follow a link of a listing's, vendor's or record's page"
        raise StoreError(msg) from None


def _field(connection: Connection, record_id: str, field: str) -> Field:
    subject = field_of(connection, Stated(record_id, field))
    if field not in correctable(subject.record):
        raise StoreError(refusal(subject.record, field))
    return subject


def form_of(asked: Asked, kind: str, path: str, seen: Mapping[str, Any]) -> Form:
    """
    Return the form, as yet without answers.

    Args:
        asked: what it is about.
        kind: the kind of that.
        path: where it is sent to.
        seen: what the database shows of it, with which fields begin.
    """
    verdict = FormField("verdict", "What is so?", "choice", _VERDICTS[kind], is_required=True)
    return Form(path, (verdict, *_questions(asked, seen), WHY), "Decide")


def _questions(asked: Asked, seen: Mapping[str, Any]) -> Sequence[FormField]:
    subject = asked.subject
    if isinstance(subject, Country):
        begun = ", ".join(seen.get("origin_codes") or ())
        hint = "Codes of countries (DE, US) or regions (EUROPE), with commas between."
        return FormField("value", "Places", hint=hint, is_required=True, value=begun), *_DAYS
    if isinstance(subject, HoldingPrice):
        return _DAYS
    if isinstance(subject, Class):
        return [*_scope(asked), *(_words_of(name, seen.get(name) or ()) for name in SAID_OF_CLASS)]
    if isinstance(subject, Field):
        declared = correctable(subject.record)[subject.field]
        begun = _written(seen.get(subject.field))
        nothing = "[]" if declared.is_list else "null"
        hint = f"{declared.meaning} Write {declared.form}; {nothing} where the page says nothing."
        kind: Literal["area", "text"] = "area" if declared.is_list or declared.is_text else "text"
        most = _MOST_IN_LISTS if kind == "area" else MOST_CHARACTERS
        return [FormField("value", subject.field, kind, hint=hint, is_required=True, most=most, value=begun)]
    return ()


def _scope(asked: Asked) -> Sequence[FormField]:
    if not asked.title:
        return ()
    options = (("listing", "This listing"), (_TITLE, f"All listings of this market called {asked.title}"))
    return (FormField(_SCOPE, "Of what?", "choice", options, is_required=True, value="listing"),)


def _words_of(name: str, seen: Sequence[str]) -> FormField:
    options = [("", "Not said"), *((word, word) for word in CLASS_WORDS[name])]
    field = FormField(name, SAID_OF_CLASS[name], "select", options)
    return replace(field, value=seen[0]) if len(seen) == 1 else field


def _written(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, list):
        return str(value)
    if any(isinstance(each, dict) for each in value):
        return "[\n" + ",\n".join(to_json(each).decode() for each in value) + "\n]"
    is_plain = value and not any("," in each or each.startswith("[") for each in value)
    return ", ".join(value) if is_plain else to_json(value).decode()
