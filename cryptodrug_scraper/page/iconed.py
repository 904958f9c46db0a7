"""Find the values that have an icon in the place of a label: an eye before ``3,488``, a lorry before ``Spain → EU``."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from cryptodrug_scraper.page.icons import icon_name
from cryptodrug_scraper.page.labelled import INLINE, Labelled, has_only, is_alone
from cryptodrug_scraper.page.route_within import ARROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["iconed"]

_WITHIN = INLINE | {"img", "svg", "wbr"}
"""Elements that stand within a line."""
_IN_LINK = _WITHIN | {"path", "use", "g", "title", "circle"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary", "th"})
_UNREAD = frozenset({"noscript", "option", "script", "select", "style", "template", "textarea", "title"})
_SKIPPED = _HEADINGS | _UNREAD | {"button", "nav"}
"""Elements in which an icon decorates a heading or a button, and those of which nothing is read."""
_ARROW = re.compile(r"arrow|chevron|angle|caret|long-right", re.IGNORECASE)
_WORDS_BEFORE = re.compile(r"[^\W\d_][^:\d|·•;]{0,38}:\s+(?=\S)")
"""Words before a value that label it, too, at the beginning of what stands behind an icon."""
_PARTED = re.compile(r"\s*[|·•;]\s*")
"""Signs that end a value."""
_APART = re.compile(r"(?<![\w-])(?:badge|label|tag|pill|chip|btn)(?![\w-])")
"""Names of classes of what stands apart from the line that it is written in."""
_NUMBER = re.compile(r"[\d.,'’\s\u00a0\u202f]*\d[\d.,'’\s\u00a0\u202f]*[kKmM%+]?\Z")
_WORD = re.compile(r"[^\W\d_]+")
_AROUND = " :,-–—|·•"
_LONGEST = 120
"""Characters of a value; what is longer is prose."""
_MOST_IN_RUN = 3
_AROUND_ICON = INLINE | {"img", "svg", "div", "p", "td", "th"}
"""Elements that may hold an icon alone, beside its value; and icons."""
_NO_VALUES = _WITHIN | _SKIPPED | {"br", "hr"}
"""Elements that are no value beside an icon."""


class _Piece(NamedTuple):
    """A piece of a line: an icon with its name, or a text."""

    icon: Element | None
    name: str
    text: str


_END = _Piece(None, "", "")
"""Between a value and what stands behind it."""


class _Line:
    """A line while it is read: its pieces, the last icon in it, and whether a text stands behind that."""

    def __init__(self) -> None:
        self.pieces: list[_Piece] = []
        self._icon: Element | None = None
        self._has_text = False

    @property
    def has_icon(self) -> bool:
        """Whether an icon with a name is in it."""
        return any(piece.icon is not None for piece in self.pieces)

    def add_text(self, text: str | None) -> None:
        """Add a text."""
        if text:
            self.pieces.append(_Piece(None, "", text))
            self._has_text = self._has_text or not text.isspace()

    def add_icon(self, icon: Element, name: str) -> None:
        """Add an icon."""
        self.pieces.append(_Piece(icon, name, ""))
        self._icon, self._has_text = icon, False

    def end_value(self) -> None:
        """End a value, if there is one."""
        if self._has_text:
            self.pieces.append(_END)
            self._icon, self._has_text = None, False

    def end_of(self, element: Element) -> None:
        """End the value of an icon that is in an element which ends."""
        if self._icon is not None and self._icon.getparent() is element:
            self.end_value()


def iconed(document: Document, root: Element, without: Iterable[Element] = ()) -> list[Labelled]:
    """
    Return the values below an element that have an icon in the place of a label, in the order of the page.

    The label is the icon's own name (see `icon_name`), the value what stands behind it on its line, up to the next icon
    or the end of the element around both, without words that end with a colon; where a line is numbers with an icon
    behind each, what stands before it; or the element beside it, in a block or row of just these two. Pictures of
    arrows are signs of the value. Icons in headings, buttons and links of a few words label nothing, nor do several of
    one kind in a row, as stars.

    Args:
        document: the page.
        root: the element.
        without: parts of it that are passed over.
    """
    return [one for line in _lines(root, set(without)) for one in _in_line(document, root, line)]


def _lines(root: Element, apart: set[Element]) -> Iterator[list[_Piece]]:
    """The lines of an element that have an icon, as pieces."""
    line = _Line()
    in_link: Element | None = None
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        is_within = element.tag in _WITHIN
        if event in {"comment", "pi"}:
            line.add_text(element.tail)
            continue
        if not is_within and line.pieces:
            if line.has_icon:
                yield line.pieces
            line = _Line()
        if event == "start":
            name = icon_name(element) if is_within else None
            is_skipped = element in apart or element.tag in _SKIPPED or element.tag == "svg" or name is not None
            if is_skipped:
                walker.skip_subtree()
            if name is not None and element not in apart:
                _take_icon(line, element, name, is_label=in_link is None)
            elif not is_skipped:
                if _APART.search(element.get("class") or ""):
                    line.end_value()
                line.add_text(element.text)
            if element.tag == "a" and element is not root and in_link is None and _is_short_link(element):
                in_link = element
            continue
        if is_within:
            line.end_of(element)
        in_link = None if element is in_link else in_link
        if element is not root:
            line.add_text(element.tail)
    if line.has_icon:
        yield line.pieces


def _take_icon(line: _Line, icon: Element, name: str, *, is_label: bool) -> None:
    if _ARROW.search(name):
        line.add_text(f" {ARROWS[0]} ")
    elif is_label:
        line.add_icon(icon, name)
    else:
        line.end_value()


def _is_short_link(link: Element) -> bool:
    """Tell whether a link has one icon with words, as links of a menu do; one around a whole card has several."""
    return has_only(link, _IN_LINK) and sum(icon_name(inner) is not None for inner in link.iterdescendants()) <= 1


def _in_line(document: Document, root: Element, line: list[_Piece]) -> Iterator[Labelled]:
    """The values of a line."""
    run: list[_Piece] = []
    said: list[str] = []
    groups: list[tuple[list[_Piece], str]] = []
    for piece in (*line, _END):
        if piece.icon is not None and not "".join(said).strip():
            run.append(piece)
        elif piece.icon is not None or piece is _END:
            groups.append((run, document.line("".join(said))))
            run, said = [piece] if piece.icon is not None else [], []
        else:
            said.append(piece.text)
    groups.append((run, ""))
    yield from _numbers_before(groups) if _are_before(groups) else _values_behind(document, root, groups)


def _values_behind(document: Document, root: Element, groups: list[tuple[list[_Piece], str]]) -> Iterator[Labelled]:
    for run, said in groups:
        text = _PARTED.split(_without_words(said.strip(_AROUND)))[0].strip(_AROUND)
        for icon, name in _labels_in(run):
            if 0 < len(text) <= _LONGEST:
                holder = icon.getparent()
                yield Labelled(name, text, icon if holder is None else holder)
            elif not said and len(run) == 1 and (value := _beside(icon, root)) is not None:
                text = document.text(value)
                if 0 < len(text) <= _LONGEST:
                    yield Labelled(name, text, value)


def _without_words(text: str) -> str:
    found = _WORDS_BEFORE.match(text)
    return text if found is None else text[found.end() :]


def _are_before(groups: list[tuple[list[_Piece], str]]) -> bool:
    """Tell whether the icons of a line stand behind their values, which are numbers."""
    said = [text for _, text in groups if text]
    icons = [run for run, _ in groups if run]
    begins_with_text = bool(groups) and not groups[0][0] and bool(groups[0][1])
    ends_with_icon = bool(icons) and not any(text for run, text in groups if run is icons[-1])
    return begins_with_text and ends_with_icon and len(said) == len(icons) and all(map(_NUMBER.match, said))


def _numbers_before(groups: list[tuple[list[_Piece], str]]) -> Iterator[Labelled]:
    said = [text for _, text in groups if text]
    icons = [run for run, _ in groups if run]
    for run, text in zip(icons, said, strict=True):
        for icon, name in _labels_in(run):
            holder = icon.getparent()
            yield Labelled(name, text.strip(_AROUND), icon if holder is None else holder)


def _labels_in(run: list[_Piece]) -> Iterator[tuple[Element, str]]:
    """The icons of a row of them that are labels: none of a kind that comes again, and none of many."""
    kinds = Counter(_kind_of(piece.name) for piece in run)
    for piece in run if len(run) <= _MOST_IN_RUN else ():
        if piece.icon is not None and kinds[_kind_of(piece.name)] == 1:
            yield piece.icon, piece.name


def _kind_of(name: str) -> str:
    """The first word of a name, as icons of one kind have it: ``star`` of ``star-half-empty``."""
    found = _WORD.search(name)
    return name if found is None else found[0].casefold()


def _beside(icon: Element, root: Element) -> Element | None:
    """The element beside an icon, where a block or row holds the icon, alone or in an element, and this."""
    side = icon
    while side is not root and side.tag in _AROUND_ICON and is_alone(side) and (holder := side.getparent()) is not None:
        side = holder
    holder, value = side.getparent(), side.getnext()
    if side is root or holder is None or value is None or not isinstance(value.tag, str):
        return None
    if side.tag == "dt":
        return value if value.tag == "dd" else None
    own = f"{holder.text or ''}{side.tail or ''}{value.tail or ''}"
    is_pair = side.getprevious() is None and value.getnext() is None and not own.strip()
    return value if is_pair and value.tag not in _NO_VALUES else None
