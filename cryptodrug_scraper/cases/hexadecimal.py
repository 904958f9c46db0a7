"""Fingerprints of keys and other long hexadecimal numbers, in groups or not, and others of the same form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["hexadecimal_like", "hexadecimals_in"]

_FORMS = re.compile(
    r"(?<![\w:])(?:(?:[0-9A-Fa-f]{4}[\s:]{1,3}){3,15}[0-9A-Fa-f]{4}|(?:[0-9A-Fa-f]{2}:){7,31}[0-9A-Fa-f]{2}"
    r"|(?:[0-9A-Fa-f]{8}[\s:]){1,7}[0-9A-Fa-f]{8}|0x[0-9A-Fa-f]{8,40}|[0-9A-Fa-f]{32,64}|[0-9A-F]{16})(?![\w:])"
)
"""Groups of two, four or eight digits, and long numbers without groups."""
_DIGIT = re.compile(r"[0-9A-Fa-f]")
_MARK = "0x"


def hexadecimals_in(text: str) -> Iterator[re.Match[str]]:
    """Find such numbers in a text; none of digits alone, as years are, nor of letters alone."""
    for match in _FORMS.finditer(text):
        plain = match[0].removeprefix(_MARK)
        if any(map(str.isdecimal, plain)) and any(map(str.isalpha, plain)):
            yield match


def hexadecimal_like(text: str, digest: Callable[[str], bytes]) -> str:
    """
    Return another number in the same form, with digits and letters where the text has them; for the same digits it is
    the same, however they are grouped.

    Args:
        text: what `hexadecimals_in` finds.
        digest: makes bytes of a text.
    """
    mark = _MARK if text.startswith(_MARK) else ""
    number = text[len(mark) :]
    plain = "".join(_DIGIT.findall(number)).upper()
    drawn = iter((digest(plain) + digest(f"{plain} more"))[: len(plain)])
    return mark + _DIGIT.sub(lambda match: _other(match[0], next(drawn)), number)


def _other(digit: str, draw: int) -> str:
    if digit.isdecimal():
        return str((int(digit) + 1 + draw % 9) % 10)
    made = "ABCDEF"[("ABCDEF".index(digit.upper()) + 1 + draw % 5) % 6]
    return made if digit.isupper() else made.lower()
