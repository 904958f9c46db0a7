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
    from uuid import UUID

__all__ = ["marks_of", "structure_id"]

_CLASS = re.compile(rb'class="([^"]*)"')
_ID = re.compile(rb' id="([^"]*)"')
_QUOTED_CLASS = re.compile(rb"class='([^']*)'")
_QUOTED_ID = re.compile(rb" id='([^']*)'")
"""Patterns that begin with plain letters: the regex engine then skips through a page ten times as fast."""
_DIGITS = re.compile(r"\d+")
_MOST = 1000
"""Real pages have up to 200; of more, the first are kept, so that no page can fill the store with them."""
_LONGEST = 100


def marks_of(body: bytes) -> tuple[str, ...]:
    """
    The marks of a page, sorted: ``.name`` of each class, ``#name`` of each id, digits as ``0``.

    Read from the bytes and not from a tree, which would take as long as parsing does.
    """
    marks: set[str] = set()
    for pattern, prefix in ((_CLASS, "."), (_QUOTED_CLASS, "."), (_ID, "#"), (_QUOTED_ID, "#")):
        for value in set(pattern.findall(body)):
            marks.update(_marks(prefix, value))
    return tuple(sorted(marks)[:_MOST])


@lru_cache(maxsize=4096)
def structure_id(marks: tuple[str, ...]) -> UUID:
    """The identifier of a structure: pages with the same marks have the same, on any machine."""
    return content_id(*marks)


@lru_cache(maxsize=65536)
def _marks(prefix: str, value: bytes) -> tuple[str, ...]:
    names = value.decode("ascii", "backslashreplace").split()
    return tuple(prefix + _DIGITS.sub("0", name[:_LONGEST]) for name in names)
