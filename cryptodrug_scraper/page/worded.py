"""
Find values whose words stand on the same line, with or without a colon: ``58 sales``, ``Ships from Spain``,
``Stock: 12 | sold: 3``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.labelled import INLINE, Labelled, has_only
from cryptodrug_scraper.page.lines import lines_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["worded"]

_WITHIN = INLINE | {"svg", "img", "path", "use", "wbr"}
"""Elements that stand within a line."""
_LONGEST = 200
"""Characters of a line; what is longer is prose."""
_LONGEST_PART = 60
_MOST_WORDS = 6
_MOST_BEFORE = 3
"""Words that may stand before a value without a sign between."""
_BETWEEN = re.compile(
    r"\s*[|·•;]\s*"
    r"|,\s+(?=[^\W\d_][^\s:,]*(?:\s[^\W\d_][^\s:,]*)?:\s)"  # a label
    r"|(?<=[^\W\d_]),\s+(?=\d[\d.,'’ \u00a0\u202f]*(?:%\s*)?[^\W\d_])"  # another number with its words
    r"|(?<=\d),\s+(?=\d[\d.,'’]*\s*%)"
)
_NAMED = re.compile(r"([^\W\d_][^:\d]{0,38}?)\s*:\s*(\S.*)")
_NUMBER = re.compile(r"\d[\d.,'’]*(?:[ \u00a0\u202f]\d{3}(?!\d))*(?:\s*/\s*\d+)?\s*%?")
_DATED = re.compile(r"([^\W\d_][^\d:]*?)\s+(\d.*)")
"""Words with several numbers behind them, as a day has."""
_COUNTED_SINCE = re.compile(
    r"(\d[\d.,'’]*(?:[ \u00a0\u202f]\d{3}(?!\d))*)\s+([^\W\d_][^\d:]*?)\s+([^\W\d_]+)((?:\s+[^\W\d_.]+\.?)?)\s+(\d.*)"
)
"""A count with its words, and a day with its own."""
_IS_APART = re.compile(r"(?<![\w-])(?:badge|label|tag|pill|chip|float-\w+|pull-(?:left|right))(?![\w-])")
"""Names of classes, in the common style sheets, of what stands apart from the line that it is written in."""
_WORD = re.compile(r"[^\W\d_]+")
_AROUND = " :()[]+-–—,."


def worded(document: Document, root: Element, without: Iterable[Element] = ()) -> list[Labelled]:
    """
    Return the values below an element that have their words beside them, in the order of the page.

    A label is what stands before a colon; the words around the one number of a line, or before several, as those of a
    day; or the first words, up to three, of a line without a number, once for each number of words. All of such a line
    of three words or fewer, as of ``In stock``, is a label and its own value. Parts of a line that signs such as ``|``
    part count each for itself, and so do those that the names of their classes set apart, as badges.

    Args:
        document: the page.
        root: the element.
        without: parts of it that are passed over.
    """
    apart = {inner for part in without for inner in part.iter()}
    return [one for text, holder in _lines(document, root, apart) for one in _in_line(text, holder)]


def _parts(document: Document, line: Element) -> list[tuple[str, Element]]:
    """A line, or what it says without the parts that are set apart, and these."""
    apart = [child for child in line if isinstance(child.tag, str) and _IS_APART.search(child.get("class") or "")]
    if not apart:
        return [(document.text(line), line)]
    rest, left_out = [line.text or ""], set(apart)
    for child in line:
        is_said = isinstance(child.tag, str) and child not in left_out
        rest += [document.text(child) if is_said else "", child.tail or ""]
    return [(" ".join(" ".join(rest).split()), line), *((document.text(child), child) for child in apart)]


def _lines(document: Document, element: Element, apart: set[Element]) -> Iterator[tuple[str, Element]]:
    """What lines say that have a text of their own and nothing beside it but what stands within a line."""
    if element in apart or not isinstance(element.tag, str):
        return
    said = f"{element.text or ''}{''.join(child.tail or '' for child in element)}"
    if said.strip() and has_only(element, _WITHIN):
        yield from _parts(document, element)
        return
    for line in lines_in(element) if element.find("br") is not None else ():
        if line.has_own and apart.isdisjoint(line.nodes) and all(has_only(node, _WITHIN) for node in line.nodes):
            yield line.text(document), element
    for child in element:
        yield from _lines(document, child, apart)


def _in_line(text: str, element: Element) -> Iterator[Labelled]:
    for part in _BETWEEN.split(text) if len(text) <= _LONGEST else ():
        if 0 < len(part) <= _LONGEST_PART:
            for label, value in _values(part):
                yield Labelled(label.strip(_AROUND), value, element)


def _values(part: str) -> Iterator[tuple[str, str]]:
    named = _NAMED.fullmatch(part)
    if named is not None:
        yield named[1], named[2]
        return
    numbers = _NUMBER.findall(part)
    if len(numbers) == 1:
        words = " ".join(_NUMBER.sub(" ", part).split())
        if _WORD.search(words) and len(words.split()) <= _MOST_WORDS:
            yield words, part
            before, behind = part[: part.index(numbers[0])].strip(_AROUND), part[part.index(numbers[0]) :]
            if before != words and _WORD.search(before) and before[-1].isalpha():
                yield before, behind
    elif (since := _COUNTED_SINCE.fullmatch(part)) is not None and len(since[2].split()) <= _MOST_BEFORE:
        yield since[2], since[1]
        yield since[3], f"{since[4]} {since[5]}".strip()
        if since[4]:
            yield f"{since[3]}{since[4]}", since[5]
    elif (dated := _DATED.fullmatch(part)) is not None and len(dated[1].split()) <= _MOST_WORDS:
        yield dated[1], dated[2]
    elif not numbers:
        every = part.split()
        if len(every) <= _MOST_BEFORE:
            yield part, part
        for count in range(1, min(_MOST_BEFORE, len(every) - 1) + 1):
            yield " ".join(every[:count]), " ".join(every[count:])
