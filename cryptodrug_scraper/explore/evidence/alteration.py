"""
Alter what a page says, and leave its form: each letter becomes the next one, and each digit another.

A date so altered is no date, a name another name, a number another number. Nothing moves, so that what is read of the
rest of the page stays.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cryptodrug_scraper.explore.evidence.spans import Span

__all__ = ["GENTLE", "Alterable", "Way", "altered", "blank", "digits_altered", "longer"]

Way: TypeAlias = "Callable[[bytes], bytes]"

_LETTERS = b"abcdefghijklmnopqrstuvwxyz"
_DIGITS = b"3694817252"
"""For 0 to 9. Not the next digit each: numbers of a list would become one another's."""
_NEXT = bytes.maketrans(
    b"0123456789" + _LETTERS + _LETTERS.upper(),
    _DIGITS + _LETTERS[1:] + b"a" + _LETTERS[1:].upper() + b"A",
)
_NEXT_DIGIT = bytes.maketrans(b"0123456789", _DIGITS)
_ENTITY = re.compile(rb"(&(?:#\d+|#x[0-9a-f]+|[a-z]\w*);)", re.IGNORECASE)
_WORD = re.compile(rb"[a-zA-Z0-9]+")
_NUMBER = re.compile(rb"\d+")
_LAST_NUMBER = re.compile(rb"\d+([.,]\d+)?(?=\D*\Z)")
_SIGNS = re.compile(rb"[.*!?~<>]+|\xe2\x80\xa6")
_SPACE = b" "


class Alterable:
    """
    A page of which any part can be altered quickly.

    Args:
        page: the page as UTF-8.
        spans: what can be altered, in the order of the page, none within another.
    """

    def __init__(self, page: bytes, spans: Sequence[Span]) -> None:
        self._pieces: list[bytes] = []
        end = 0
        for span in spans:
            self._pieces += page[end : span.start], page[span.start : span.end]
            end = span.end
        self._pieces.append(page[end:])
        self._altered: dict[tuple[int, Way], bytes] = {}

    def without(self, spans: Iterable[int], how: Way) -> bytes:
        """Return the page with these spans, by their numbers, altered in this way."""
        pieces = self._pieces.copy()
        for number in spans:
            key = number, how
            new = self._altered.get(key)
            if new is None:
                new = self._altered[key] = how(pieces[2 * number + 1])
            pieces[2 * number + 1] = new
        return b"".join(pieces)

    def without_values(self, values: Iterable[tuple[Iterable[int], re.Pattern[bytes]]]) -> bytes:
        """Return the page with some values altered, each where it stands in some spans, and with nothing else."""
        pieces = self._pieces.copy()
        for spans, value in values:
            for number in spans:
                place = 2 * number + 1
                pieces[place] = value.sub(lambda match: altered(match[0]), pieces[place])
        return b"".join(pieces)


def altered(text: bytes) -> bytes:
    """Alter all digits and letters; a text without any, as one of signs, becomes a space."""
    new = _outside_entities(text, lambda piece: piece.translate(_NEXT))
    return _SPACE if new == text else new


def digits_altered(text: bytes) -> bytes:
    """Alter all digits."""
    return _outside_entities(text, lambda piece: piece.translate(_NEXT_DIGIT))


def longer(text: bytes) -> bytes:
    """A number with one more digit is none of those that a list has already."""
    return _outside_entities(text, lambda piece: _NUMBER.sub(rb"\g<0>7", piece))


def _nth_word(text: bytes, number: int) -> bytes:
    """In an address one word names the thing, and the others say of what kind it is."""
    words = list(_WORD.finditer(text))
    if not -len(words) <= number < len(words):
        return text
    start, end = words[number].span()
    return text[:start] + text[start:end].translate(_NEXT) + text[end:]


def _finer(text: bytes) -> bytes:
    """A number with one more decimal: what is read of its rounding changes, and not what is read of its size."""
    return _LAST_NUMBER.sub(lambda match: match[0] + (b"5" if match[1] else b".5"), text)


def _without_signs(text: bytes) -> bytes:
    return _SIGNS.sub(_SPACE, text)


def blank(_text: bytes) -> bytes:
    """Leave a space."""
    return _SPACE


GENTLE: tuple[Way, ...] = (
    digits_altered,
    longer,
    *(partial(_nth_word, number=number) for number in (-1, -2, -3, 0, 1)),
    _finer,
    _without_signs,
    blank,
)
"""Other ways to alter, for what is no longer recognised at all when all of it is altered."""


def _outside_entities(text: bytes, change: Way) -> bytes:
    if b"&" not in text:
        return change(text)
    return b"".join(piece if number % 2 else change(piece) for number, piece in enumerate(_ENTITY.split(text)))
