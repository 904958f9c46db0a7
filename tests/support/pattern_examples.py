"""Texts that a pattern finds: each of its alternatives is in at least one of them."""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
from typing import Any

__all__ = ["OPEN", "examples_of"]

_CATEGORIES = {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "ƣ", "CATEGORY_NOT_SPACE": "ƣ"}
_ANY = "ƣ"
OPEN = re.compile(rf"{_ANY}|[Zz]{{2}}|\d[^\W\d_]|[^\W\d_]\d", re.IGNORECASE)
"""Finds what stands for any letter, or a number to which a word is glued, as nobody writes it."""
_ENOUGH = 9
"""Letters of one class that are tried."""


def examples_of(pattern: re.Pattern[str]) -> list[str]:
    """Return texts in which a pattern finds something, from their beginning to their end."""
    made = dict.fromkeys(" ".join(each.split()) for each in _of_row(parser.parse(pattern.pattern, pattern.flags)))
    return [each for each in made if (found := pattern.search(each)) is not None and found[0].strip() == each]


def _of_row(row: Any) -> list[str]:
    """The first text of each part, with every other one of each in turn."""
    parts = [_of_part(name, value) for name, value in row]
    firsts = [part[0] for part in parts]
    made = ["".join(firsts)]
    for at, part in enumerate(parts):
        made += ["".join((*firsts[:at], other, *firsts[at + 1 :])) for other in part[1:]]
    return made


def _of_part(name: Any, value: Any) -> list[str]:
    match str(name):
        case "LITERAL":
            return [chr(value)]
        case "NOT_LITERAL" | "ANY":
            return [_ANY]
        case "IN":
            return _of_class(value)
        case "BRANCH":
            return [text for row in value[1] for text in _of_row(row)]
        case "SUBPATTERN":
            return _of_row(value[-1])
        case "ATOMIC_GROUP":
            return _of_row(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, _, row = value
            once = _of_row(row)
            return ["", *once] if least == 0 else [text * least for text in once]
        case _:  # places and what has to stand beside them
            return [""]


def _of_class(items: Any) -> list[str]:
    if str(items[0][0]) == "NEGATE":
        return [_ANY]
    made = []
    for name, value in items:
        kind = str(name)
        if kind == "LITERAL":
            made.append(chr(value))
        elif kind == "RANGE":
            made.append(chr(value[1]))
        else:
            made.append(_CATEGORIES.get(str(value), _ANY))
    return made[:_ENOUGH]
