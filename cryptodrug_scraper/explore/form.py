"""A form that writes: its fields, what was typed into them, and what is wrong with it, beside each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.decisions.check import STEERING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Form", "FormField"]


@dataclass(frozen=True, slots=True)
class FormField:
    """
    A field of a form.

    Attributes:
        name: in what is sent.
        label: the question, for people.
        kind: how it is answered: one of few choices that are all seen, one of many, a line, or several lines.
        options: of a choice or select, each value with its words.
        hint: what helps to answer; read out with the label.
        is_required: whether it has to be answered.
        most: characters that an answer may have.
        value: what was answered.
        error: what is wrong with that, and what to do; empty where nothing is.
    """

    name: str
    label: str
    kind: Literal["choice", "select", "text", "area"] = "text"
    options: Sequence[tuple[str, str]] = ()
    hint: str = ""
    is_required: bool = False
    most: int = 200
    value: str = ""
    error: str = ""

    def taken(self, sent: Mapping[str, str]) -> FormField:
        """Return the field with what was sent, kept as it was typed, and what is wrong with it."""
        value = sent.get(self.name, "").replace("\r\n", "\n")
        return replace(self, value=value, error=self._error(value))

    def _error(self, value: str) -> str:
        if not value.strip():
            asked = "Choose one" if self.options else "Write something"
            return f"{asked}: this is needed." if self.is_required else ""
        if self.options and value not in {name for name, _ in self.options}:
            return "Choose one of those that are here."
        if len(value) > self.most:
            return f"This has {len(value):,} characters, and {self.most:,} are the most: shorten it."
        found = STEERING.search(value)
        return "" if found is None else f"This holds the control character {found[0]!r}: take it out."


@dataclass(frozen=True, slots=True)
class Form:
    """
    A form, as a page shows it (template ``_writing.html``).

    Attributes:
        path: where it is sent to.
        fields: its fields.
        button: the words of the button.
        error: why it was not written although every field is right; empty otherwise.
    """

    path: str
    fields: Sequence[FormField]
    button: str
    error: str = ""

    def taken(self, sent: Mapping[str, str]) -> Form:
        """Return the form with what was sent in its fields."""
        return replace(self, fields=[field.taken(sent) for field in self.fields], error="")

    def refused(self, why: str, **errors: str) -> Form:
        """
        Return the form with what is wrong.

        Args:
            why: with the form as a whole; empty where it is with fields alone.
            errors: what is wrong with fields, by their names.
        """
        fields = [replace(field, error=errors.get(field.name, field.error)) for field in self.fields]
        return replace(self, fields=fields, error=why)

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.error and not any(field.error for field in self.fields)

    @property
    def values(self) -> dict[str, str]:
        """What was answered, by the names of the fields, without spaces around it."""
        return {field.name: field.value.strip() for field in self.fields}
