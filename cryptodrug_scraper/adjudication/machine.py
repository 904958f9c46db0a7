"""What the program tells of an item, in a word, and whether that is what a person answered."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from math import isclose
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.adjudication.sample import CANNOT_TELL
from cryptodrug_scraper.decisions.subject import Link
from cryptodrug_scraper.page.classes import CLASS_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.adjudication.sample import Item, Kind

__all__ = ["ANSWERS", "NONE", "category", "grams", "is_answer", "is_same", "told_by", "truth"]

NONE = "none"
"""The word for what is not stated."""
ANSWERS: Mapping[Kind, tuple[str, ...]] = {
    "link": ("same", "different"),
    "goods": (*CLASS_NAMES,),
    "quantity": (NONE,),
    "exclusion": ("yes", "no"),
    "field": ("right", "wrong"),
}
"""By kind: the words that answer it; a quantity is answered by a number of grams, too."""
_NEAR = 0.01
"""Quantities that differ by no more than this part are one."""
_MOST_GRAMS = Decimal(10) ** 9


def told_by(kind: Kind, field: str, said: Mapping[str, Any]) -> str:
    """
    Return what a reading of a record says of an item.

    Args:
        kind: of the item; not a link.
        field: column of the record.
        said: the record's columns.
    """
    value = said.get(field)
    if kind == "exclusion":
        return "yes" if value else "no"
    if value is None:
        return NONE
    if kind == "quantity":
        return grams(str(value)) or NONE
    if kind == "field":
        currency = said.get("price_currency" if field == "price_amount" else f"{field}_currency")
        return f"{Decimal(str(value)).normalize():f} {currency or ''}".strip()
    return str(value)


def grams(text: str) -> str | None:
    """Return a number of grams in the one form in which it is kept; None for what is none."""
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return f"{number.normalize():f}" if number.is_finite() and 0 < number <= _MOST_GRAMS else None


def is_answer(kind: Kind, answer: str) -> bool:
    """Whether an answer is one to the question of a kind, in the form in which it is kept."""
    return answer in {*ANSWERS[kind], CANNOT_TELL} or (kind == "quantity" and grams(answer) == answer)


def category(item: Item, machine: str) -> str:
    """Return among which rates an item counts, by what the program tells of it now."""
    if item.kind == "quantity":
        return "not_read" if machine == NONE else "read"
    if item.kind == "field" and not isinstance(item.subject, Link):
        return f"{item.subject.record}.{item.subject.field}"
    return machine


def truth(item: Item, machine: str, answer: str) -> str | None:
    """
    Return what is so, in a word that rates count by, from what people answered in the end.

    Args:
        item: the item.
        machine: what the program tells of it now.
        answer: the answer; not `CANNOT_TELL`.

    Returns:
        The answer itself; of a quantity or field, whether the program is right. None where a field is read otherwise
        than when it was judged: a person has to look again.
    """
    if item.kind == "quantity":
        return "right" if is_same(machine, answer) else "wrong"
    if item.kind == "field" and machine != item.machine:
        return None
    return answer


def is_same(one: str, other: str) -> bool:
    """Whether two quantities are one, in grams or the word for none."""
    if NONE in {one, other}:
        return one == other
    return isclose(float(one), float(other), rel_tol=_NEAR)
