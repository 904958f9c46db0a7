"""
The structure of a page, which shows when a market changes its template.

A page's marks are the class names and ids in its markup, with digits folded, since markets put numbers of listings into
them. Texts, titles and names leave no mark. A template's marks are on all its pages; those of an optional block, such
as a vacation notice, on some.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.capture import content_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

__all__ = ["marks_of", "structure_id"]

_CLASS = re.compile(rb'class(?:="([^"]*)"|(?!=")(?=\s*=))')
_ID = re.compile(rb'id(?<=\sid)(?:="([^"]*)"|(?!=")(?=\s*=))')
"""
Values of attributes as nearly all pages write them; an empty one for those that are written with other quotes or none,
or with space. Patterns that begin with plain letters are found ten times as fast.
"""
_CAPITALS = tuple(map(re.compile, (rb"Class\s*=", rb"CLASS\s*=", rb"I[dD](?<=\sI[dD])\s*=")))
_OTHER = (
    *_CAPITALS,
    re.compile(rb'class(?!=")\s*='),
    re.compile(rb'id(?<=\sid)(?!=")\s*='),
)
"""Signs of attributes that are written in another way: with other quotes or none, with space, in capitals."""
_TAG = re.compile(rb"<[a-zA-Z]([^<>]{1,4096})")
_ATTRIBUTE = re.compile(rb"""([^\s"'/=]+)(?:(\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'\\]+)))?""")
"""Of tags in a script, whose quotes have a backslash before them, no value is taken."""
_DIGITS = re.compile(r"\d+")
_PREFIXES = {b"class": ".", b"id": "#"}
_MOST = 1000
"""Real pages have up to 200; of more, the first are kept, so that no page can fill the store with them."""
_LONGEST = 100


def marks_of(body: bytes) -> tuple[str, ...]:
    """
    Return the marks of a page, sorted: ``.name`` of each class, ``#name`` of each id, digits as ``0``.

    Read from the bytes and not from a tree, which would take as long as parsing does.
    """
    marks: set[str] = set()
    classes, ids = set(_CLASS.findall(body)), set(_ID.findall(body))
    for value in classes:
        marks.update(_marks(".", value))
    for value in ids:
        marks.update(_marks("#", value))
    values = classes | ids
    signs = _OTHER if b"" in values or b"=" in b"".join(values) else _CAPITALS  # a value may hold an attribute
    if any(sign.search(body) for sign in signs):
        for prefix, value in _unusual(body):
            marks.update(_marks(prefix, value))
    return tuple(sorted(marks)[:_MOST])


def _unusual(body: bytes) -> Iterator[tuple[str, bytes]]:
    """The attributes that are not written as usual."""
    for tag in _TAG.findall(body):
        small = tag.lower()
        if b"class" not in small and b"id" not in small:
            continue
        for name, sign, double, single, bare in _ATTRIBUTE.findall(tag):
            prefix = _PREFIXES.get(name.lower())
            if prefix is not None and (single or bare or sign != b"=" or name != name.lower()):
                yield prefix, double or single or bare


@lru_cache(maxsize=4096)
def structure_id(marks: tuple[str, ...]) -> UUID:
    """Return the identifier of a structure: the same for pages with the same marks, on any machine."""
    return content_id(*marks)


@lru_cache(maxsize=65536)
def _marks(prefix: str, value: bytes) -> tuple[str, ...]:
    names = value.decode("ascii", "backslashreplace").split()
    return tuple(prefix + _DIGITS.sub("0", name[:_LONGEST]) for name in names)
