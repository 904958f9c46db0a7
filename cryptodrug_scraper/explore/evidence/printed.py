"""How the value of a field may be printed on a page, as patterns that find it there."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from msgspec import UNSET, Struct

from cryptodrug_scraper.page.parts import Money

__all__ = ["patterns_of"]

_SPACE = rb"(?:\s|&nbsp;|&\#160;|&\#xa0;|\xc2\xa0)"
_ENTITY = rb"&\#?\w+;"
_SIGN = rb"(?:[$]|\xe2\x82\xac|\xc2\xa3|\xe0\xb8\xbf|&euro;|&pound;|&\#\d+;|\b[A-Z]{3}\b)"
"""Signs and codes of currencies, which belong to an amount."""
_GROUP = rb"(?:[.,']|" + _SPACE + rb")?"
"""What may stand between the digits of a large number."""
_UNPRINTED = frozenset({"code", "codes", "excluded", "kind", "source", "window", "band", "scale"})
"""Parts of values that are normalised: the page has them in words of its own."""
_MOST_LEAVES = 80
_LONGEST = 20_000


def patterns_of(value: object) -> list[re.Pattern[bytes]]:
    """
    Return what finds the printed parts of a value in the bytes of a page: one pattern for each text, number and amount.

    A text of several lines has one for each of its lines. Parts that pages say in other words, as codes of countries,
    days and instants, have none.
    """
    found: dict[re.Pattern[bytes], None] = {}
    _collect(value, found)
    return list(found) if len(found) <= _MOST_LEAVES else []


def _collect(value: object, found: dict[re.Pattern[bytes], None]) -> None:
    match value:
        case bool():
            return
        case str():
            for line in value.splitlines():
                if line.strip() and len(line) <= _LONGEST:
                    found[_text(line.strip())] = None
        case int() | Decimal():
            found[_number(Decimal(value))] = None
        case Money():
            found[_amount(value.amount)] = None
            found[_text(value.currency)] = None
        case list() | tuple():
            for each in value:
                _collect(each, found)
        case Struct():
            for name in value.__struct_fields__:
                part = getattr(value, name)
                if name not in _UNPRINTED and part is not UNSET and part is not None:
                    _collect(part, found)


@lru_cache(maxsize=4096)
def _text(text: str) -> re.Pattern[bytes]:
    pieces = []
    for piece in re.findall(r"\s+|[A-Za-z0-9]+|.", text):
        if piece.isspace():
            pieces.append(_SPACE + b"+")
        elif piece.isascii() and piece.isalnum():
            pieces.append(piece.encode())
        else:
            pieces.append(b"(?:" + re.escape(piece.encode()) + b"|" + _ENTITY + b")")
    return re.compile(rb"(?<![A-Za-z0-9])" + b"".join(pieces) + rb"(?![A-Za-z0-9])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _number(number: Decimal) -> re.Pattern[bytes]:
    return re.compile(_whole(number))


@lru_cache(maxsize=4096)
def _amount(number: Decimal) -> re.Pattern[bytes]:
    return re.compile(b"(?:" + _SIGN + _SPACE + b"*)?" + _whole(number) + b"(?:" + _SPACE + b"*" + _SIGN + b")?")


def _whole(number: Decimal) -> bytes:
    """A number that is no part of a longer one, as 0 is of 0.0016."""
    return rb"(?<!\d)(?<!\d[.,])" + _digits(number) + rb"(?![.,]?\d)"


def _digits(number: Decimal) -> bytes:
    whole, _, part = f"{abs(number):f}".partition(".")
    part = part.rstrip("0")
    digits = _GROUP.join(digit.encode() for digit in whole)
    return digits + (rb"[.,]" + part.encode() + b"0*" if part else rb"(?:[.,]0+(?!\d))?")
