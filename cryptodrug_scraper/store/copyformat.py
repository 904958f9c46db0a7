r"""
Write rows in the text format of PostgreSQL's COPY.

Values are written a column at a time: all of a column are of one type, and one look at a whole column of texts tells
that none of them needs escaping, as nearly always.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["clean", "encode_rows"]

_NULL = "\\N"
_REPLACEMENT = "\ufffd"
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SPECIAL = "\\\t\n\r\0"
_BLOCK = 1000
"""Rows that are encoded at a time: few enough to stay in the processor's cache."""
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def clean(text: str) -> str:
    """Return a text as the database can hold it: NUL and halves of surrogate pairs become U+FFFD."""
    if "\0" not in text and text.isascii():
        return text
    return _UNSTORABLE.sub(_REPLACEMENT, text)


def encode_rows(rows: Sequence[Sequence[object]]) -> bytes:
    """
    Write rows of one length for ``COPY … FROM STDIN`` in text format, in UTF-8.

    Raises:
        KeyError: a value is of a type that no column has.
        ValueError: the rows differ in length.
    """
    text = "".join([_encode_block(rows[start : start + _BLOCK]) for start in range(0, len(rows), _BLOCK)])
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _UNSTORABLE.sub(_REPLACEMENT, text).encode()


def _encode_block(rows: Sequence[Sequence[object]]) -> str:
    columns = [_encode_column(column) for column in zip(*rows, strict=True)]
    return "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n"


def _encode_column(values: Sequence[Any]) -> Sequence[str]:
    types = set(map(type, values))
    may_be_null = _NULL_TYPE in types
    types.discard(_NULL_TYPE)
    if not types:
        return [_NULL] * len(values)
    if types == {str}:
        together = "".join(filter(None, values)) if may_be_null else "".join(values)
        if not any(character in together for character in _SPECIAL):
            return [_NULL if value is None else value for value in values] if may_be_null else values
        encode: Callable[[Any], str] = _text
    elif len(types) == 1:
        kind = types.pop()
        encode = _ENCODERS[kind]
        if kind in _REPEATED:
            return _encode_repeated(values, encode)
    else:
        encode = _mixed
    return [_NULL if value is None else encode(value) for value in values]


def _encode_repeated(values: Sequence[object], encode: Callable[[Any], str]) -> list[str]:
    """Encode a column in which one object stands many times in a row, as those do that all rows of a page have."""
    column = []
    last: object = None
    text = _NULL
    for value in values:
        if value is not last:
            last = value
            text = _NULL if value is None else encode(value)
        column.append(text)
    return column


def _text(value: str) -> str:
    return clean(value).translate(_ESCAPES)


def _array(values: list[str]) -> str:
    return _array_literal(tuple(values))


@lru_cache(maxsize=4096)
def _array_literal(values: tuple[str, ...]) -> str:
    """
    An array, every element quoted, so that an element may be any text, ``NULL`` among them.

    Cached, since the arrays of a market's pages are few: its categories, its coins, the countries.
    """
    escaped = [value.replace("\\", "\\\\").replace('"', '\\"') for value in values]
    return _text('{"' + '","'.join(escaped) + '"}') if values else "{}"


def _bytes(value: bytes) -> str:
    return "\\\\x" + value.hex()


def _uuid(value: UUID) -> str:
    return f"{value.int:032x}"  # a fifth of the time of str()


def _bool(value: bool) -> str:  # noqa: FBT001  # a value to write, not a switch
    return "t" if value else "f"


def _decimal(value: Decimal) -> str:
    """As the database would write it, so that a number read from there is written as when it was loaded."""
    text = str(value)
    return f"{value:f}" if "E" in text else text


def _mixed(value: object) -> str:
    return _ENCODERS[type(value)](value)


_NULL_TYPE = type(None)
_REPEATED = frozenset({datetime, UUID})
_ENCODERS: dict[type, Callable[[Any], str]] = {
    bool: _bool,
    bytes: _bytes,
    date: date.isoformat,
    datetime: lru_cache(maxsize=4096)(datetime.isoformat),
    Decimal: _decimal,
    int: str,
    list: _array,
    str: _text,
    UUID: _uuid,
}
