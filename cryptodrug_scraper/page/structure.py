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
    from collections.abc import Iterable, Iterator
    from uuid import UUID

__all__ = ["Structure", "marks_of", "structure_id"]

_CLASS = re.compile(rb'class(?:="([^"]*")|(?!=["\\])(?=\s*=))')
_ID = re.compile(rb'id(?<=\sid)(?:="([^"]*")|(?!=["\\])(?=\s*=))')
"""
Values of attributes as nearly all pages write them, with the quote at their end; nothing for those that are written
with other quotes or none, or with space. Patterns that begin with plain letters are found ten times as fast.
"""
_CAPITALS = re.compile(rb"C(?:lass|LASS)\s*="), re.compile(rb"I[dD](?<=\sI[dD])\s*=")
_OTHER = re.compile(rb'class(?!=["\\])\s*='), re.compile(rb'id(?<=\sid)(?!=["\\])\s*=')
"""
Signs of attributes that are written in another way: in capitals; with other quotes or none, or with space. Tags in a
script, whose quotes have a backslash before them, show none.
"""
_TAG = re.compile(rb"<[a-zA-Z]([^<>]{1,4096})")
_ATTRIBUTE = re.compile(rb"""([^\s"'/=]+)(?:(\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'\\]+)))?""")
_DIGITS = re.compile(r"\d+")
_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_PREFIXES = {b"class": ".", b"id": "#"}
_MOST = 1000
"""Real pages have up to 200; of more, the first are kept, so that no page can fill the store with them."""
_LONGEST = 100
_LONGEST_SKIPPED = 131_072
"""Bytes of what is skipped on a page, of which the marks are kept."""
_MOST_KEPT = 16_384
"""Bytes of the values on a page whose marks are kept, so that a thousand such pages take little memory; real ones have
up to 3,500."""


class Structure:
    """
    The structure of one page. Its marks are found when somebody asks for them, as those do who store the page: to look
    for them takes a tenth of the time of reading it.

    Args:
        markup: what of the page its market may read, without the parts of the frame that are known.
        skipped: what of it the market never reads.
        known: the marks of each part of the frame that is known.
    """

    __slots__ = ("_known", "_marks", "_markup", "_skipped")

    def __init__(self, markup: bytes, skipped: bytes = b"", known: Iterable[tuple[str, ...]] = ()) -> None:
        self._markup = markup
        self._skipped = skipped
        self._known = tuple(known)
        self._marks: tuple[str, ...] | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Structure) and self.marks == other.marks

    def __hash__(self) -> int:
        return hash(self.marks)

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of the page, sorted; see `marks_of`."""
        if self._marks is None:
            of_skipped = _marks_of_skipped if len(self._skipped) <= _LONGEST_SKIPPED else marks_of
            self._marks = marks_of(self._markup, (of_skipped(self._skipped), *self._known))
            self._markup = self._skipped = b""
        return self._marks


def marks_of(markup: bytes, known: Iterable[tuple[str, ...]] = ()) -> tuple[str, ...]:
    """
    Return the marks of a page, sorted: ``.name`` of each class, ``#name`` of each id, digits as ``0``.

    Read from the bytes and not from a tree, which would take as long as parsing does.

    Args:
        markup: the page, or what of it is not known.
        known: the marks of each part that is.
    """
    values = set(_CLASS.findall(markup)), set(_ID.findall(markup))
    classes, ids = b"".join(values[0]), b"".join(values[1])
    inside = b"=" in classes or b"=" in ids  # of a value
    signs = (*_CAPITALS, *(other for other, found in zip(_OTHER, values, strict=True) if inside or b"" in found))
    unusual = {mark for tag in _tags_with(signs, markup) for value in _unusual(tag) for mark in _marks(*value)}
    marks_in = _marks_in if len(classes) + len(ids) <= _MOST_KEPT else _marks_in.__wrapped__
    marks = marks_in(_with_zeros(classes), _with_zeros(ids), tuple(known))
    return (tuple(sorted(unusual.union(marks))) if unusual else marks)[:_MOST]


_marks_of_skipped = lru_cache(maxsize=64)(marks_of)
"""What is skipped, lists of categories and countries above all, is the same on most pages of a site."""


def _with_zeros(values: bytes) -> frozenset[bytes]:
    """Values with a quote behind each; of their numbers only the length is left."""
    return frozenset(values.translate(_ZEROS).split(b'"'))


@lru_cache(maxsize=1024)
def _marks_in(classes: frozenset[bytes], ids: frozenset[bytes], known: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The marks in values as usual, sorted, with those that are known: few pages of a site have other ones."""
    marks = set().union(*known)
    for prefix, values in ((".", classes), ("#", ids)):
        marks.update(*(_marks(prefix, value) for value in values))
    return tuple(sorted(marks))


def _tags_with(signs: Iterable[re.Pattern[bytes]], markup: bytes) -> Iterator[bytes]:
    """What stands in the tags in which a sign is found; in one with several, once for each kind of sign."""
    for sign in signs:
        end = 0
        for found in sign.finditer(markup):
            if found.start() < end:
                continue
            start = markup.rfind(b"<", end, found.start())
            tag = _TAG.match(markup, start) if start >= 0 else None
            end = found.end() if tag is None else tag.end()
            if tag is not None:
                yield tag[1]


def _unusual(tag: bytes) -> Iterator[tuple[str, bytes]]:
    """The attributes that are not written as usual."""
    for name, sign, double, single, bare in _ATTRIBUTE.findall(tag):
        prefix = _PREFIXES.get(name.lower())
        if prefix is not None and (single or bare or sign != b"=" or name != name.lower()):
            yield prefix, double or single or bare


@lru_cache(maxsize=4096)
def structure_id(marks: tuple[str, ...]) -> UUID:
    """Return the identifier of a structure: the same for pages with the same marks, on any machine."""
    return content_id(*marks)


def _marks(prefix: str, value: bytes) -> tuple[str, ...]:
    names = value.decode("ascii", "backslashreplace").split()
    return tuple(prefix + _DIGITS.sub("0", name[:_LONGEST]) for name in names)
