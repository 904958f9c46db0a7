"""
Two pages beside one another in one document, which scrolls as a whole: what both say stands in one row.

Each page is cut into blocks where it can be cut without changing how it looks: between rows of a table, items of a
list, and parts of its frame. Blocks that say the same stand side by side, and so do those that took one another's
place.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

from lxml import html as lxml_html

from cryptodrug_scraper.explore.inert.marks import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cryptodrug_scraper.page.document import Element

__all__ = ["FIRST", "inert_pair"]

FIRST = "cd-first"
"""The name of the row at which a pair is opened: the first with something that is marked, or else that differs."""

_NUMBERS = re.compile(r"[\d.,:/-]+")
_LONG = 80
"""Letters of an element that is cut into what it holds."""
_MOST = 4_000
"""Blocks of a page; what is beyond stands in one."""
_CUT = frozenset({"article", "body", "center", "div", "dl", "main", "ol", "section", "tbody", "thead", "ul", "table"})
_WHOLE_WORDS = "blockquote dd details dt footer h1 h2 h3 h4 h5 h6 header hr li nav p pre tfoot tr caption colgroup"
_BLOCKS = _CUT | frozenset(_WHOLE_WORDS.split())
_STYLE = """<style>
.cd-pair{min-width:34rem}.cd-row{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);scroll-margin-top:8px}
.cd-row>.cd-page{display:flow-root;padding:1px 8px}.cd-row>.cd-page+.cd-page{border-left:1px solid #999}
.cd-other>.cd-page{background:#eef1f6}.cd-absent{color:#555;font-size:11px}
</style>"""
_ABSENT = '<div class="cd-page cd-absent">not on this page</div>'


@dataclass(frozen=True, slots=True)
class _Block:
    """A block: what it says, and its HTML within copies of the elements around it."""

    said: str
    written: str

    @property
    def has_words(self) -> bool:
        return 'class="cd-words' in self.written


def inert_pair(first: tuple[str, str], second: tuple[str, str], style: str = "") -> str:
    """
    Return two pages as one document, which does nothing.

    Args:
        first: what stands above a page, and the page, each as HTML that does nothing.
        second: the same of the other.
        style: the style sheet of their market, as it stands in a page.
    """
    sides = [list(_blocks_of(page, side)) for side, page in zip("ab", (first, second), strict=True)]
    rows = list(_rows(*sides))
    opened = next((number for number, row in enumerate(rows) if _is_marked(row)), None)
    if opened is None:
        opened = next((number for number, (_, _, is_same) in enumerate(rows) if not is_same), None)
    pieces = [_row(row, is_opened=number == opened) for number, row in enumerate(rows)]
    return f'{HEAD}{style}{_STYLE}<div class="cd-pair">{"".join(pieces)}</div></body></html>'


_Row = tuple[_Block | None, _Block | None, bool]


def _rows(first: Sequence[_Block], second: Sequence[_Block]) -> Iterator[_Row]:
    """Blocks beside one another, and whether they say the same: of those that do not, those that do but for numbers."""
    for is_same, some, others in _matched(first, second, lambda block: block.said):
        if is_same:
            yield from ((one, other, True) for one, other in zip(some, others, strict=True))
            continue
        for _, ones, its in _matched(some, others, lambda block: _NUMBERS.sub("", block.said)):
            yield from ((one, other, False) for one, other in zip_longest(ones, its))


def _matched(
    first: Sequence[_Block], second: Sequence[_Block], said: Callable[[_Block], str]
) -> Iterator[tuple[bool, Sequence[_Block], Sequence[_Block]]]:
    matcher = SequenceMatcher(None, list(map(said, first)), list(map(said, second)), autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        yield kind == "equal", first[start:end], second[other_start:other_end]


def _is_marked(row: _Row) -> bool:
    return any(block is not None and block.has_words for block in row[:2])


def _row(row: _Row, *, is_opened: bool) -> str:
    one, other, is_same = row
    name = f' id="{FIRST}"' if is_opened else ""
    sides = "".join(_ABSENT if each is None else f'<div class="cd-page">{each.written}</div>' for each in (one, other))
    return f'<div class="cd-row{"" if is_same else " cd-other"}"{name}>{sides}</div>'


def _blocks_of(page: tuple[str, str], side: str) -> Iterator[_Block]:
    above, body = page
    if above:
        yield _block(lxml_html.fromstring(f'<div class="cd-note">{above}</div>'), (), side)
    root = lxml_html.fromstring(f"<div>{body}</div>")
    rest: list[_Block] = []
    for number, block in enumerate(_cut(root, (), side)):
        if number < _MOST:
            yield block
        else:
            rest.append(block)
    if rest:
        yield _Block(" ".join(each.said for each in rest), "".join(each.written for each in rest))


def _cut(element: Element, around: tuple[Element, ...], side: str) -> Iterator[_Block]:
    """The blocks of an element, each within the elements that it stood in."""
    if not _can_be_cut(element):
        yield _block(element, around, side)
        return
    inside = (*around, element)
    run = _shell("span")
    run.text = element.text
    for child in list(element):
        if child.tag in _BLOCKS:
            yield from _run(run, inside, side)
            run = _shell("span")
            tail, child.tail = child.tail, None
            yield from _cut(child, inside, side)
            run.text = tail
        else:
            run.append(child)
    yield from _run(run, inside, side)


def _can_be_cut(element: Element) -> bool:
    if element.tag not in _CUT or len(_said(element)) < _LONG:
        return False
    if element.tag == "table":
        return not any(int(cell.get("rowspan") or 1) > 1 for cell in element.iter("td", "th"))
    return any(child.tag in _BLOCKS for child in element)


def _run(run: Element, around: tuple[Element, ...], side: str) -> Iterator[_Block]:
    """What stands between blocks: words, and what is written within a line of them."""
    if _said(run) or run.find(".//img") is not None:
        yield _block(run, around, side)


def _block(element: Element, around: tuple[Element, ...], side: str) -> _Block:
    own = deepcopy(element)
    own.tail = None
    for each in own.iter():
        if each.get("id"):
            each.set("id", f"{side}-{each.get('id')}")
    for outer in reversed(around[1:]):  # the first is no element of the page
        shell = _shell(str(outer.tag), {str(name): str(value) for name, value in outer.attrib.items() if name != "id"})
        shell.append(own)
        own = shell
    return _Block(_said(element), lxml_html.tostring(own, encoding="unicode"))


def _shell(tag: str, attributes: dict[str, str] | None = None) -> Element:
    made: Element = lxml_html.Element(tag, attributes or {})
    return made


def _said(element: Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
