"""
Find the values that a page labels, by its structure: cells of headings, terms of lists, labels, and words with a colon.

A label is what the site prints; whose words stand behind it does not matter. What is found is the same for a page with
the white space of its source and without.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.page.lines import INLINE, Line, lines_in
from cryptodrug_scraper.page.paired import labelled_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from cryptodrug_scraper.page.document import Document, Element

__all__ = [
    "INLINE",
    "WITHIN_TEXT",
    "Labelled",
    "bare_lines",
    "below_heading",
    "has_only",
    "heading_text",
    "is_alone",
    "label_of",
    "labelled",
    "opening",
    "unstruck",
]

_STRUCK = frozenset({"s", "del", "strike"})
WITHIN_TEXT = INLINE | {"br", "img", "wbr"}
"""Those and what breaks a line: elements that stand within a text of several lines."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LOUD = frozenset({"b", "strong", "label", "span", "em", "i", "font", "u", "small"})
_WITHIN_HEADINGS = _LOUD | {"td", "th"}
"""Elements that hold no more than a heading where it is alone in a row or paragraph."""
_ENDS = frozenset({"br", "hr"})
_LONGEST = 48
"""Characters of a label; what is longer is a sentence."""
_LABEL_TEXT = re.compile(r"\s*([^\d\W][^:\n]{1,46}?)\s*:(?:\s+(.*)|\s*)\Z", re.DOTALL)
_AROUND = ": \u00a0"
_ANOTHER = re.compile(r"[|·•;]\s*[^\W\d][^:|]{0,38}:")
"""A further label on a line, behind a sign that parts it."""
_FEWEST = 3
"""Lines of an element for each that begins with a label; among more of them it is a sentence with a colon."""
_PAIR = 2
"""Cells of a row that has a label and its value."""


class Labelled(NamedTuple):
    """
    A value with its label.

    Attributes:
        label: as printed, on one line, without its colon.
        text: the value on one line; empty where none is printed.
        element: what holds the value: a cell, a term, an element behind the label, or what holds both.
    """

    label: str
    text: str
    element: Element


def label_of(text: str) -> str:
    """Return a text as labels are compared: without its colon and the space around."""
    return " ".join(text.split()).strip(_AROUND)


def labelled(document: Document, root: Element, without: Iterable[Element] = ()) -> list[Labelled]:
    """
    Return the labelled values below an element, in the order of the page.

    A label is a ``th`` with the ``td`` behind it, a ``dt`` with its ``dd``, a cell of bold text before another one, the
    first of two cells where all rows of a table have two, a ``label`` with what stands behind it, any short text that
    ends with a colon, such a text at the beginning of one of several lines of which many have one, in a block without
    bold labels, and one of the two parts of each of several blocks that stand beside one another and are built
    alike, as a number with its word below. A label may come more than once.

    Args:
        document: the page.
        root: the element.
        without: parts of it that are passed over, such as ratings, whose labels are of something else.
    """
    found: list[Labelled] = []
    taken: set[Element] = set()
    parts: dict[Element, dict[Element, int]] = {}
    apart = {inner for part in without for inner in part.iter()}
    for element in root.iter():
        if not isinstance(element.tag, str) or element in taken or element in apart or element.tag == "title":
            continue
        for one in _at(document, element, taken, parts):
            if one.label and len(one.label) <= _LONGEST:
                found.append(one)
                taken.add(one.element)
    return found


def _at(
    document: Document, element: Element, taken: set[Element], parts: dict[Element, dict[Element, int]]
) -> Iterator[Labelled]:
    """The values whose label begins with an element; which parts of blocks are labels is found once for each parent."""
    tag = element.tag
    if tag == "tr":
        yield from _row(document, element, taken)
    elif tag == "dt":
        value = element.getnext()
        if value is not None and value.tag == "dd":
            yield Labelled(label_of(document.text(element)), document.text(value), value)
    elif tag == "label" and not len(element) and element.getparent() is not None:
        yield from _behind(document, element, label_of(document.text(element)))
    elif tag in _LOUD and not len(element):
        text = document.text(element)
        if text.endswith(":") or (element.tail or "").lstrip().startswith(":"):
            yield from _behind(document, element, label_of(text))
    elif not len(element) and element.text and ":" in element.text:
        match = _LABEL_TEXT.match(element.text)
        if match is not None and match[2]:
            yield Labelled(label_of(document.line(match[1])), document.line(match[2]), element)
        elif match is not None:
            yield from _behind(document, element, label_of(document.line(match[1])))
    elif element.text and element.text.rstrip().endswith(":") and len(element) and element[0].tag in INLINE:
        match = _LABEL_TEXT.match(element.text)
        if match is not None and not match[2]:
            yield Labelled(label_of(document.line(match[1])), _text_from(document, element[0]), element[0])
    elif len(element) == _PAIR and (parent := element.getparent()) is not None:
        if parent not in parts:
            parts[parent] = labelled_parts(document, parent)
        if (part := parts[parent].get(element)) is not None:
            value = element[1 - part]
            yield Labelled(label_of(document.text(element[part])), document.text(value), value)
    if element.find("br") is not None:
        yield from _on_lines(document, element)


def _on_lines(document: Document, element: Element) -> Iterator[Labelled]:
    """The values on lines that begin with a plain label each, as ``Sold: 231<br>Level: 4``; of one label the first."""
    if any(_is_bold_label(document, node) for node in element):
        return
    lines = [line for line in lines_in(element) if line.has_own or line.nodes]
    found = {number: one for number, line in enumerate(lines) if (one := _at_line(document, element, line))}
    if len(found) * _FEWEST < len(lines):
        return
    known: set[str] = set()
    for number, one in found.items():
        is_found = number == 0 and bool(lines[0].nodes) and (element.text or "").rstrip().endswith(":")
        if one.label not in known and not is_found:
            yield one
        known.add(one.label)


def _is_bold_label(document: Document, node: Element) -> bool:
    return node.tag in _LOUD and (document.text(node).endswith(":") or (node.tail or "").lstrip().startswith(":"))


def _at_line(document: Document, element: Element, line: Line) -> Labelled | None:
    """The value on a line behind the plain label with which it begins."""
    match = _LABEL_TEXT.match(line.before)
    text = "" if match is None else Line(match[2] or "", line.nodes).text(document)
    if match is None or not text or _ANOTHER.search(text):
        return None
    holder = element if match[2] or not line.nodes else line.nodes[0]
    return Labelled(label_of(document.line(match[1])), text, holder)


def _row(document: Document, row: Element, taken: set[Element]) -> Iterator[Labelled]:
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    labels = cells[::2]
    if len(cells) % 2:
        pairs = [(one, other) for one, other in pairwise(cells) if (one.tag, other.tag) == ("th", "td")]
    elif all(map(_is_loud, labels)) and not all(map(_is_loud, cells)):
        pairs = list(zip(labels, cells[1::2], strict=True))
    elif len(cells) == _PAIR and _has_pairs(row):
        pairs = [(cells[0], cells[1])]
    else:
        pairs = []
    for one, value in pairs:
        label = label_of(document.text(one))
        if label and not any(sign.isdigit() for sign in label):
            taken.update(one.iter())
            yield Labelled(label, document.text(value), value)


def _is_loud(cell: Element) -> bool:
    """Tell whether a cell is a heading, or all its text is bold."""
    if cell.tag == "th":
        return True
    return len(cell) == 1 and cell[0].tag in _LOUD and not len(cell[0]) and is_alone(cell[0])


def is_alone(element: Element) -> bool:
    """Tell whether an element is all that its parent holds, which may have thousands of children."""
    holder = element.getparent()
    is_only = holder is not None and element.getprevious() is None and element.getnext() is None
    return holder is not None and is_only and not f"{holder.text or ''}{element.tail or ''}".strip()


def _has_pairs(row: Element) -> bool:
    """Tell whether all rows around one, and there are several, have two cells."""
    parent = row.getparent()
    rows = [] if parent is None else [other for other in parent if other.tag == "tr"]
    return len(rows) > 1 and all(sum(cell.tag in {"td", "th"} for cell in other) == _PAIR for other in rows)


def _behind(document: Document, element: Element, label: str) -> Iterator[Labelled]:
    """What stands behind a label: the text up to the next label or line, or the element beside it."""
    text = _text_behind(document, element)
    if text:
        parent = element.getparent()
        beside = element.getnext()
        has_own = not (element.tail or "").strip(_AROUND + "\t\r\n") and beside is not None and beside.tag in INLINE
        yield Labelled(
            label, text, beside if has_own and beside is not None else parent if parent is not None else element
        )
        return
    value = element.getnext()
    if value is None:
        parent = element.getparent()
        is_alone = parent is not None and parent[0] is element and len(parent) == 1 and not (parent.text or "").strip()
        value = parent.getnext() if parent is not None and is_alone else None
    if (
        value is not None
        and value.tag not in _ENDS
        and value.tag not in {"input", "select", "textarea", "button", "label", "form"}
    ):
        yield Labelled(label, document.text(value), value)


def _text_behind(document: Document, element: Element) -> str:
    """The text on the line behind an element, with inline elements, up to the next that ends with a colon."""
    pieces = [element.tail or ""]
    for node in element.itersiblings():
        if node.tag not in INLINE or node.tag == "label":
            break
        text = document.text(node)
        if node.tag in _LOUD and (text.endswith(":") or (node.tail or "").lstrip().startswith(":")):
            break
        pieces += [text, node.tail or ""]
    return document.line("".join(pieces)).strip(_AROUND)


def _text_from(document: Document, first: Element) -> str:
    pieces = [document.text(first), first.tail or ""]
    for node in first.itersiblings():
        if node.tag not in INLINE:
            break
        pieces += [document.text(node), node.tail or ""]
    return document.line("".join(pieces))


def heading_text(document: Document, heading: Element) -> str | None:
    """
    Return the text from a heading to the next one, with its line breaks; None if there is none.

    It goes through mixed content: text and elements behind the heading, up to the next heading of its rank or a higher
    one. Where the heading is none of ``h1`` to ``h6``, it goes up to the next element of the same tag and class; of
    the same tag alone, where it has no class, if that has a line for itself. What holds such a heading ends it too.
    """
    lines: list[str] = []
    line: list[str] = [_all_of(heading).tail or ""]
    for node in below_heading(heading):
        if node.tag in INLINE:
            line += [document.block(node) or "", node.tail or ""]
            continue
        lines.append(document.line("".join(line)))
        block = document.block(node)
        lines.append(block or "")
        line = [node.tail or ""]
    lines.append(document.line("".join(line)))
    return "\n".join(each for each in lines if each) or None


def below_heading(heading: Element) -> list[Element]:
    """Return the elements from a heading to the next one: those that hold the text below it, as far as elements do."""
    found: list[Element] = []
    for node in _all_of(heading).itersiblings():
        if _ends_at(node, heading) or any(_ends_at(inner, heading) for inner in node.iterdescendants()):
            break
        found.append(node)
    return found


def _all_of(heading: Element) -> Element:
    """The outermost element, up to a row or paragraph, that holds a heading and nothing else."""
    whole = heading
    while (holder := whole.getparent()) is not None and whole.tag in _WITHIN_HEADINGS and is_alone(whole):
        whole = holder
    return whole


def bare_lines(document: Document, element: Element) -> str | None:
    """
    Return the lines of an element that hold nothing but its own text, parted by ``<br>`` or blocks; None if none does.

    Such a line is what a buyer wrote where labels and links stand on the lines around it.
    """
    lines: list[str] = []
    line, is_bare = [element.text or ""], True
    for node in element:
        if node.tag in INLINE or node.tag == "img":
            is_bare = False
        else:
            lines += [document.line("".join(line))] if is_bare else []
            line, is_bare = [], True
        line.append(node.tail or "")
    lines += [document.line("".join(line))] if is_bare else []
    return "\n".join(each for each in lines if each) or None


def opening(document: Document, element: Element) -> str:
    """Return what an element says before the first block in it, with its line breaks: a comment before an answer."""
    lines = [[element.text or ""]]
    for node in element:
        if node.tag not in WITHIN_TEXT:
            break
        if node.tag == "br":
            lines.append([])
        lines[-1] += [document.text(node), node.tail or ""]
    said = [document.line(" ".join(pieces)) for pieces in lines]
    return "\n".join(line for line in said if line)


def has_only(element: Element, tags: AbstractSet[str]) -> bool:
    """Tell whether all elements within an element are of some tags."""
    return all(inner.tag in tags for inner in element.iterdescendants() if isinstance(inner.tag, str))


def unstruck(document: Document, element: Element) -> str:
    """Return what an element says on one line, without what is struck out, as a price that is no longer asked."""
    pieces = [element.text or ""]
    for node in element:
        said = unstruck(document, node) if isinstance(node.tag, str) and node.tag not in _STRUCK else ""
        pieces += [said if node.tag in INLINE else f" {said} ", node.tail or ""]
    return document.line("".join(pieces))


def _ends_at(node: Element, heading: Element) -> bool:
    if not isinstance(node.tag, str):
        return False
    if heading.tag in _HEADINGS:
        return node.tag in _HEADINGS and node.tag <= heading.tag
    is_like = node.tag == heading.tag and node.get("class") == heading.get("class")
    return is_like and (bool(node.get("class")) or _has_own_line(node))


def _has_own_line(element: Element) -> bool:
    """Tell whether nothing stands before or behind an element on its line."""
    whole = _all_of(element)
    if whole.tag not in INLINE:
        return True
    before, behind, holder = whole.getprevious(), whole.getnext(), whole.getparent()
    said = (before.tail if before is not None else holder.text if holder is not None else "") or ""
    return (
        not f"{said}{whole.tail or ''}".strip()
        and (before is None or before.tag not in INLINE)
        and (behind is None or behind.tag not in INLINE)
    )
