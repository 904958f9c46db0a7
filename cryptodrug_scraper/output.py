"""Give the program's values and texts a form in which they are shown: JSON, and text that steers no terminal."""

from __future__ import annotations

import re

import msgspec

__all__ = ["inert", "inert_lines", "no_formula", "to_json"]

_ENCODER = msgspec.json.Encoder(order=None)
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Control characters of both sets, signs that turn the direction of writing or end lines, bytes that are no text."""
_FIRST = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_LATER = re.compile(r"""(?<=[\t\r\n;,|"'])\s*(?=[=+\-@＝＋－＠])""")
"""Where a formula may begin within a text, if a spreadsheet takes other separators or quotes than ours for a cell's."""
_PLAIN = bytes(range(0x20, 0x7F))
"""The printed characters of ASCII. Without these bytes little is left of a page, and each other character is whole."""
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def to_json(value: object) -> bytes:
    """
    Encode records and what holds them: decimals as strings, instants with ``Z``, fields not shown left out.

    Characters that could steer a terminal are escaped, as JSON permits.
    """
    encoded = _ENCODER.encode(value)
    rest = encoded.translate(None, _PLAIN).decode()
    if rest.isprintable() or _STEERING.search(rest) is None:  # what steers is not printable, which is told at once
        return encoded
    return inert(encoded.decode()).encode()


def inert(text: str) -> str:
    r"""
    Return a text on one line that no terminal acts upon: what could steer one is shown as JSON escapes it (``\u001b``).

    What is inert already is returned as it is, a backslash too.
    """
    return _STEERING.sub(_escape, text)


def inert_lines(text: str) -> str:
    """Return a text whose lines are `inert`, and stay lines."""
    return "\n".join(map(inert, text.split("\n")))


def no_formula(text: str) -> str:
    """
    Return a text of which a spreadsheet makes no formula, by the rule of OWASP: an apostrophe stands before what could
    begin one.
    """
    text = _LATER.sub(r"\g<0>'", text)
    return f"'{text}" if _FIRST.match(text) else text


def _escape(match: re.Match[str]) -> str:
    return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}"
