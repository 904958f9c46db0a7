"""
Parts of the frame that a site prints around many of its pages to the byte: its menu, its rates.

Such a part is cut out of the bytes before they are parsed, and read once. In its place stands its first element, empty
but for a mark. A reader that finds that element where it looks for the part gets what was read in it. Wherever anything
speaks against it, the page is read as a whole: the part is torn, or not balanced, or holds what is sought elsewhere on
the page, or does not stand where its reader looks for it. So a page gives the same with and without.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from cryptodrug_scraper.page.document import CUT_OUT, Document, PartReading, classes
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.select import tester
from cryptodrug_scraper.page.structure import marks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from functools import _CacheInfo

    from cryptodrug_scraper.page.document import Element

__all__ = ["FramePart", "are_only", "known_parts", "place_of", "read_part", "without_parts"]

V = TypeVar("V")

_LONGEST = 131_072
"""Bytes of a part: real ones have up to 46,000, and some hundred are kept."""
_DEEPEST = 64
"""Elements within one another in a part: with those around it they stay far below what a page may have."""
_OUTERMOST = 96
"""Elements around a part above which it is not taken for one."""
_is_deep = tester(f"boolean({'/'.join('*' * (_DEEPEST + 1))})")
_FIRST_TAG = re.compile(rb"<([a-z][a-z0-9]*)[^<>]*>")
_OF_THE_PAGE = re.compile(rb"<[/?]?(?:html|head|body|frameset|title)\b", re.IGNORECASE)
"""What a parser moves elsewhere, or takes for the page's own, wherever it stands."""
_PAGE = frozenset({"html", "body"})
_WHITE = b" \t\r\n"
_MARK = CUT_OUT.encode()
_PROBE = b"<html><body><div>%b<cryptodrug-end id=%b></cryptodrug-end></div></body></html>"
"""A block alone, with an end that closes nothing: what the block leaves open takes it in."""


@dataclass(frozen=True, slots=True, eq=False)
class FramePart(Generic[V]):
    """
    A part of the frame.

    Attributes:
        start: how it begins: its first tag, from the first byte on.
        before: what follows it, and is no part of it.
        read: adds what some elements hold to a document and returns what other readers need of it. The elements are the
            page's own, or those that the part has at its top. It must keep no element, and look at no other.
        is_inert: tells from the elements at its top that the part holds nothing that is sought elsewhere on a page.
        within: what stands in it, where its start is found on a page more than once; the last start above that counts.
        closing: end tags between the part and ``before``: of what it lies in.
        with_end: ``before`` is the end of the part, and belongs to it.
        after: on how many pages it is read in its place before it is read apart. To read a part apart takes longer than
            to read it on its page, which does not pay where many pages have a part of their own.
        holds: parts that may stand in it, and change less often than the rest of it. What makes one of them inert must
            make it so here, too.
        lies_well: tells from the element in its place that no reader takes an element around it for its own, with all
            that lies in it. Not needed where the part is sought at one place alone.
    """

    start: bytes
    before: bytes
    read: Callable[[Document, Sequence[Element]], V]
    is_inert: Callable[[Sequence[Element]], bool]
    within: bytes = b""
    closing: tuple[bytes, ...] = ()
    with_end: bool = False
    after: int = 0
    holds: tuple[FramePart[Any], ...] = ()
    lies_well: Callable[[Element], bool] = field(default=lambda _: True)

    def find(self, text: bytes) -> tuple[int, int] | None:
        """Tell where the part begins and ends on a page; None if it is not on it."""
        if self.within:
            inside = text.find(self.within)
            begin = text.rfind(self.start, max(inside - _LONGEST, 0), inside) if inside >= 0 else -1
        else:
            inside = begin = text.find(self.start)
        stop = text.find(self.before, inside, begin + _LONGEST) if begin >= 0 else -1
        if stop < 0:
            return None
        if self.with_end:
            stop += len(self.before)
        for tag in reversed(self.closing):
            stop = begin + len(text[begin:stop].rstrip(_WHITE))
            if not text.endswith(tag, begin, stop):
                return None
            stop -= len(tag)
        return begin, stop


def are_only(around: Iterable[Element], tags: frozenset[str], names: frozenset[str]) -> bool:
    """Tell whether elements around a part are the page itself and, of these tags, such as have no other class names."""
    return all(box.tag in _PAGE or (box.tag in tags and names.issuperset(classes(box))) for box in around)


def place_of(document: Document, part: FramePart[Any]) -> Element | None:
    """Return the element that stands where a part of the frame was cut out; None if it was not, or was taken."""
    return next((place for place, (cut, _) in document.cut_out.items() if cut is part), None)


def read_part(document: Document, part: FramePart[V], elements: Sequence[Element]) -> V:
    """
    Read a part of the frame.

    Args:
        document: the page.
        part: the part.
        elements: what the page has where the part may be. If it was cut out, that is the element in its place and no
            other, or the page is read again as a whole.
    """
    cut, _ = document.cut_out.get(elements[0], (None, None)) if len(elements) == 1 else (None, None)
    if cut is part and _reads_alike(document, elements[0]) and part.lies_well(elements[0]):
        return cast("V", document.take(elements[0]).value)
    return part.read(document, elements)


def _reads_alike(document: Document, place: Element) -> bool:
    """
    Tell whether what stood in a place is read there as it is alone. In some elements one may end another around it; far
    inside others a page might be too deep with the part, and is not without; and what is cut is not whole.
    """
    parent = place.getparent()
    if parent is None or parent.tag != "div" or document.is_cut(place):
        return False
    return sum(1 for _ in parent.iterancestors()) < _OUTERMOST


def without_parts(
    text: bytes, parts: Sequence[FramePart[Any]], *, twice: bool
) -> tuple[bytes, dict[str, tuple[object, PartReading]]]:
    """
    Cut the parts of the frame out of a page.

    Args:
        text: the page in UTF-8.
        parts: those that its market may print.
        twice: whether the page may hold texts that were encoded twice.

    Returns:
        the page without the parts that can be cut out, and each of these with what was read in it, by its mark.
    """
    cut: dict[str, tuple[object, PartReading]] = {}
    if not parts or text.rfind(_MARK) >= 0:  # backwards a long text is looked through several times as fast
        return text, cut
    held: set[FramePart[Any]] = set()
    for number, part in enumerate(parts):
        place = None if part in held else part.find(text)
        if place is None:
            continue
        block = text[slice(*place)]
        is_rare = part.after and next(_sightings(part, hash(block))) < part.after
        reading = None if is_rare else _reading(part, block, twice)
        if reading is not None:
            cut[str(number)] = part, reading
            held.update(part.holds)
            first, last = reading.tags
            mark = b'%b<%b n="%d"></%b>%b' % (first, _MARK, number, _MARK, last)
            text = text[: place[0]] + mark + text[place[1] :]
    return text, cut


def known_parts() -> _CacheInfo:
    """How often a part was known by its bytes, how often it was read, and how many are kept, in this process."""
    return _reading.cache_info()


@lru_cache(maxsize=4096)
def _sightings(_part: FramePart[Any], _digest: int) -> count[int]:
    """How often a part was seen before, by what a hash tells of it: to take one for another does no harm."""
    return count()


@lru_cache(maxsize=512)
def _reading(part: FramePart[Any], block: bytes, twice: bool) -> PartReading | None:  # noqa: FBT001  # in the cache's key
    """What a part says; None where it cannot be told from its own bytes alone."""
    first = _FIRST_TAG.match(block)
    if first is None or _OF_THE_PAGE.search(block) is not None:
        return None
    end = _end_of(block)
    rest, cut = without_parts(block, part.holds, twice=twice)
    try:
        document = Document(_PROBE % (rest, end.encode()), PageContext(), twice=twice, parts=cut)
        elements = _alone(document.root, end)
        if elements is None or not part.is_inert(elements):
            return None
        value = part.read(document, elements)
    except Exception:  # noqa: BLE001  # whatever it is, reading the page as a whole meets it again, and tells it
        return None
    if document.misses_parts:
        return None
    return PartReading(
        tags=(first[0], b"</%b>" % first[1]),
        records=tuple(document.records),
        links=dict.fromkeys(document.links),
        issues=tuple(document.issues),
        repairs=document.repairs,
        marks=marks_of(rest[first.end() :], (reading.marks for _, reading in cut.values())),
        value=value,
    )


def _end_of(block: bytes) -> str:
    """A word that the block cannot hold."""
    return hashlib.sha256(block).hexdigest()


def _alone(root: Element, end: str) -> list[Element] | None:
    """The elements at the top of a block; None if the block leaves one open, or closes one that it did not open."""
    body = root.find("body")
    if len(root) != 1 or body is None or len(body) != 1 or len(body[0]) == 0:
        return None
    *elements, last = body[0]
    return None if last.get("id") != end or len(last) or any(map(_is_deep, elements)) else elements
