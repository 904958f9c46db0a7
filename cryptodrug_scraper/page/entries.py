"""
Entries of a list that have no element of their own: what stands between two lines, two breaks or two headings.

Hand-made pages print offers and ratings one behind the other in one block, parted by ``<hr>`` or an empty line. A
market declares how, and each entry then lies in a ``div.entry`` of its own, which selectors find as any other element.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from cryptodrug_scraper.page.labelled import INLINE
from cryptodrug_scraper.page.select import css

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["BLANK_LINE", "ENTRY", "Entries", "Run", "part_entries", "parting", "runs_in"]

ENTRY = "entry"
"""The class of the ``div`` around an entry."""
BLANK_LINE = "br br"
"""What parts entries where an empty line does: two breaks or more with nothing between them."""


@dataclass(frozen=True, slots=True)
class Entries:
    """
    How the entries of a list are parted that have no element of their own. Of ``between`` and ``begins`` one is given.

    Attributes:
        of: a selector of what holds them and all between them.
        between: a selector of what stands between two of them, such as ``hr``; `BLANK_LINE` for an empty line.
        begins: a selector of that with which each begins, such as ``h4`` or ``a[name]``.
        after: a selector of the heading of the list, where one stands before the first entry: the line that it begins
            is part of no entry.
        having: a selector of what each entry has in it; what has none, such as a link to further pages, is no entry.
    """

    of: str
    between: str = ""
    begins: str = ""
    after: str = ""
    having: str = ""


@dataclass(slots=True)
class Run:
    """
    What stands between two separators of a list.

    Attributes:
        text: the text before its first element.
        nodes: its elements, each with the text behind it.
        is_entry: whether it is an entry.
    """

    text: str = ""
    nodes: list[Element] = field(default_factory=list)
    is_entry: bool = True


def part_entries(document: Document, declared: Iterable[Entries]) -> None:
    """
    Put each entry that is declared into a ``div.entry``, in the tree of a document. The texts and elements of the page
    and their order stay as they are, and so do its bytes.

    Args:
        document: the page.
        declared: how entries are parted. Where two are of the same element, the first that finds any there counts.
    """
    done = document.once(_parted)
    for each in declared:
        needed = _found(document, each.having)
        heading = _found(document, each.after)
        parts = parting(document.root, each)
        for holder in css(each.of)(document.root):
            if holder in done or not len(holder):
                continue
            runs = runs_in(holder, parts, heading, is_between=bool(each.between))
            for run in runs:
                run.is_entry &= bool(run.nodes) and (not each.having or _has_any(run.nodes, needed))
            if any(run.is_entry for run in runs):
                done.add(holder)
                _wrap(document, holder, runs)


def parting(root: Element, declared: Entries) -> Callable[[Element], bool]:
    """Return what tells whether an element stands between two entries, or begins one, as is declared."""
    if declared.between == BLANK_LINE:
        return _is_of_blank_line
    return frozenset(css(declared.between or declared.begins)(root)).__contains__


def runs_in(
    holder: Element, parts: Callable[[Element], bool], heading: AbstractSet[Element], *, is_between: bool
) -> list[Run]:
    """
    Return all that an element holds, in runs: those between separators, and these, which are no entries.

    Args:
        holder: the element.
        parts: tells whether an element is a separator, or begins an entry; see `parting`.
        heading: headings of lists.
        is_between: whether such elements are separators; else each begins an entry.
    """
    runs = [Run(holder.text or "", is_entry=is_between)]
    is_heading = not (holder.text or "").strip() and len(holder) > 0 and holder[0] in heading
    for node in holder:
        if is_heading:
            runs[-1].is_entry = False
            runs[-1].nodes.append(node)
            is_heading = node.tag in INLINE  # what stands on its line belongs to it
            if not is_heading:
                runs.append(Run(node.tail or "", is_entry=is_between))
        elif not parts(node):
            runs[-1].nodes.append(node)
        elif not is_between:
            runs.append(Run(nodes=[node]))
        elif _ends_line(node, runs[-1]):
            runs[-1].nodes.append(node)
        else:
            if runs[-1].is_entry:
                runs.append(Run(is_entry=False))
            runs[-1].nodes.append(node)
            behind = node.getnext()
            if (node.tail or "").strip() or behind is None or not parts(behind):
                runs.append(Run(node.tail or ""))
    return runs


def _parted(_: Document) -> set[Element]:
    """What holds entries that are parted: it is filled as that is done."""
    return set()


def _found(document: Document, selector: str) -> frozenset[Element]:
    return frozenset(css(selector)(document.root) if selector else ())


def _ends_line(node: Element, run: Run) -> bool:
    """Tell whether an element is the first break of an empty line, which ends the last line of the entry before it."""
    return run.is_entry and _is_before_break(node) and not (run.nodes and _is_before_break(run.nodes[-1]))


def _is_of_blank_line(node: Element) -> bool:
    """Tell whether an element is a break with another one before or behind it, and nothing between."""
    return _is_before_break(node) or ((before := node.getprevious()) is not None and _is_before_break(before))


def _is_before_break(node: Element) -> bool:
    behind = node.getnext()
    return node.tag == "br" and behind is not None and behind.tag == "br" and not (node.tail or "").strip()


def _has_any(nodes: Sequence[Element], wanted: AbstractSet[Element]) -> bool:
    return any(inner in wanted for node in nodes for inner in node.iter())


def _wrap(document: Document, holder: Element, runs: Sequence[Run]) -> None:
    """Put runs into an element again, each entry among them into one of its own."""
    before: Run | None = None
    for run in runs:
        if run.is_entry:
            around = etree.SubElement(holder, "div", {"class": ENTRY})
            if run.text and before is None:
                around.text, holder.text = run.text, None
            elif run.text and before is not None:  # it stands behind the last element of what is before it
                around.text, before.nodes[-1].tail = run.text, None
            around.extend(run.nodes)
        else:
            holder.extend(run.nodes)
        before = run
    if runs[-1].is_entry and document.is_cut(holder):
        document.cuts(holder[-1])
