"""
The structure of a page, to tell when a market changes its template.

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

_CLASS = re.compile(rb'class="([^"]*)"')
_ID = re.compile(rb' id="([^"]*)"')
_QUOTED_CLASS = re.compile(rb"class='([^']*)'")
_QUOTED_ID = re.compile(rb" id='([^']*)'")
"""Patterns that begin with plain letters: the regex engine then skips through a page ten times as fast."""
_TAG = re.compile(rb"<[a-zA-Z]([^<>]{1,4096})")
_ATTRIBUTE = re.compile(rb"""([^\s"'/=]+)(?:(\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?""")
_DIGITS = re.compile(r"\d+")
_PREFIXES = {b"class": ".", b"id": "#"}
_MOST = 1000
"""Real pages have up to 200; of more, the first are kept, so that no page can fill the store with them."""
_LONGEST = 100


def marks_of(body: bytes) -> tuple[str, ...]:
    """
    The marks of a page, sorted: ``.name`` of each class, ``#name`` of each id, digits as ``0``.

    Read from the bytes and not from a tree, which would take as long as parsing does.
    """
    marks: set[str] = set()
    lowered = body.lower()
    missed = lowered.count(b"class=") + lowered.count(b" id=")
    for pattern, prefix in ((_CLASS, "."), (_QUOTED_CLASS, "."), (_ID, "#"), (_QUOTED_ID, "#")):
        values = pattern.findall(body)
        missed -= len(values)
        for value in set(values):
            marks.update(_marks(prefix, value))
    if missed or b"class =" in lowered:  # counting plain bytes costs next to nothing; few pages go on from here
        for prefix, value in _unusual(body):
            marks.update(_marks(prefix, value))
    return tuple(sorted(marks)[:_MOST])


def _unusual(body: bytes) -> Iterator[tuple[str, bytes]]:
    """The attributes that the patterns above miss: without quotes, with space around the sign, or in capitals."""
    for tag in _TAG.findall(body):
        for name, sign, double, single, bare in _ATTRIBUTE.findall(tag):
            prefix = _PREFIXES.get(name.lower())
            if prefix is not None and (bare or sign != b"=" or name != name.lower()):
                yield prefix, double or single or bare


@lru_cache(maxsize=4096)
def structure_id(marks: tuple[str, ...]) -> UUID:
    """The identifier of a structure: pages with the same marks have the same, on any machine."""
    return content_id(*marks)


@lru_cache(maxsize=65536)
def _marks(prefix: str, value: bytes) -> tuple[str, ...]:
    names = value.decode("ascii", "backslashreplace").split()
    return tuple(prefix + _DIGITS.sub("0", name[:_LONGEST]) for name in names)
