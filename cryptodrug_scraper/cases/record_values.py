"""The values of a record one by one, each with how personal it is: amounts, places and lists in their parts."""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from cryptodrug_scraper.page.fields import Means, Personal, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Stated", "values_of"]


@dataclass(frozen=True, slots=True)
class Stated:
    """
    A value that is stated.

    Attributes:
        value: a text, number, day, instant or truth value; None where the page shows the field empty.
        personal: how personal it is.
    """

    value: Any
    personal: Personal

    @property
    def said(self) -> str:
        """The value as text."""
        return "empty" if self.value is None else str(self.value)


def values_of(record: object, prefix: str = "") -> dict[str, Stated]:
    """
    Return the values of a record by field and part, as ``price.amount``; of a list also its length, as ``tags.length``.

    Args:
        record: a record, or facts of one; None has none.
        prefix: what stands before each name.
    """
    if record is None:
        return {}
    kind: Any = type(record)  # which mypy takes for no key
    personal = _personal_of(kind)
    names = getattr(record, "__struct_fields__", None) or tuple(personal)
    found: dict[str, Stated] = {}
    for name in names:
        found.update(_values(getattr(record, name), f"{prefix}.{name}" if prefix else name, personal[name]))
    return found


def _values(value: object, name: str, personal: Personal) -> Iterator[tuple[str, Stated]]:
    if value is msgspec.UNSET:
        return
    if isinstance(value, msgspec.Struct):
        known = _declared(type(value))
        for part in value.__struct_fields__:
            yield from _values(getattr(value, part), f"{name}.{part}", known.get(part, personal))
    elif isinstance(value, list):
        yield f"{name}.length", Stated(len(value), Personal.NO)
        for number, each in enumerate(value, start=1):
            yield from _values(each, f"{name}[{number}]", personal)
    else:
        yield name, Stated(value, personal)


@cache
def _personal_of(record: type) -> Mapping[str, Personal]:
    if is_dataclass(record):
        return dict.fromkeys(record.__dataclass_fields__, Personal.NO)
    return {
        field.name: field.table[1].personal if field.table is not None else field.columns[0].means.personal
        for field in fields_of(record)
    }


@cache
def _declared(part: type) -> Mapping[str, Personal]:
    """How personal the parts of a value are, as far as they declare it themselves."""
    hints = get_type_hints(part, include_extras=True)
    return {
        name: means.personal
        for name, hint in hints.items()
        for means in getattr(hint, "__metadata__", ())
        if isinstance(means, Means)
    }
