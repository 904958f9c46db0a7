"""The texts and the values of attributes of a page, as stretches of its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["STATED", "Span", "spans_of"]

STATED = frozenset({"href", "src", "alt", "title", "action", "value", "content", "placeholder", "label"})
"""Attributes that state something on their own, as ``data-…`` does. Others, as ``class``, say how many things look."""

_TOKEN = re.compile(
    rb"""
    <!--.*?-->
    | <(script|style)\b[^>]*+>.*?</\1\s*>
    | <(?P<tag>[a-zA-Z][a-zA-Z0-9:-]*+)(?P<inside>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))*+)>
    | </?(?P<end>[a-zA-Z][a-zA-Z0-9:-]*+)?[^>]*+>
    | (?P<text>[^<]++|<)
    """,
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
"""Of a tag, quotes only count behind an equals sign, as in HTML."""
_ATTRIBUTE = re.compile(rb"""([^\s"'/=<>]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_BLANK = re.compile(rb"(?:\s|&nbsp;|&#160;|&#xa0;|\xc2\xa0)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """
    One text between two tags, or the value of one attribute.

    Attributes:
        start: where it begins, in bytes of the page as UTF-8.
        end: where it ends.
        tag: the element: of an attribute its own, of a text the one whose tag stands before it.
        attribute: the attribute's name; None for a text.
    """

    start: int
    end: int
    tag: str
    attribute: str | None = None

    @property
    def is_stated(self) -> bool:
        """Whether it is a text, or an attribute that states something on its own."""
        return self.attribute is None or self.attribute in STATED or self.attribute.startswith("data-")


def spans_of(page: bytes) -> list[Span]:
    """
    Return what a page says: texts and attributes that are not blank, in its order. Scripts, styles and comments say
    nothing.

    Args:
        page: the page as UTF-8.
    """
    found: list[Span] = []
    tag = ""
    for token in _TOKEN.finditer(page):
        if token["text"] is not None:
            if not _is_blank(token["text"]):
                found.append(Span(*token.span("text"), tag))
        elif token["tag"] is not None:
            tag = token["tag"].decode().lower()
            found += _attributes(token, tag)
        elif token["end"] is not None:
            tag = f"/{token['end'].decode().lower()}"
    return found


def _attributes(token: re.Match[bytes], tag: str) -> Iterator[Span]:
    inside, _ = token.span("inside")
    for match in _ATTRIBUTE.finditer(token["inside"]):
        group = match.lastindex or 1
        if group > 1 and not _is_blank(match[group]):
            start, end = match.span(group)
            name = match[1].decode(errors="replace").lower()
            yield Span(inside + start, inside + end, tag, name)


def _is_blank(text: bytes) -> bool:
    return _BLANK.fullmatch(text) is not None
