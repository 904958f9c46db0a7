"""
A page as it looked, that does nothing: no script, no form, no link, nothing fetched; with marks around some words.

It is written anew, element by element, from what is known to be harmless. The answer that it is sent in forbids the
browser all the rest as well.
"""

from __future__ import annotations

import re
import secrets
from html import escape, unescape
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.inert.looks import attributes_of, is_hidden, style_of
from cryptodrug_scraper.explore.inert.marks import HEAD, marked, strip_of
from cryptodrug_scraper.explore.inert.menu import menu_of
from cryptodrug_scraper.explore.inert.sheet import NO_SHEET
from cryptodrug_scraper.page.document import tree_of
from cryptodrug_scraper.page.hostile import disarm

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from cryptodrug_scraper.explore.inert.marks import Mark
    from cryptodrug_scraper.explore.inert.sheet import Sheet
    from cryptodrug_scraper.page.document import Element

__all__ = ["concealed", "inert_page", "inert_parts", "styled"]

_KEPT_WORDS = """
a abbr address article aside b bdi big blockquote br caption center cite code col colgroup dd del dfn dir div dl dt em
figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i ins kbd label legend li main nav ol p pre q s samp section
small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var
"""
_KEPT = frozenset(_KEPT_WORDS.split())
_EMPTY = frozenset({"br", "col", "hr"})
_DROPPED_WORDS = """
applet audio base canvas embed frame frameset iframe link math meta noframes noscript object param portal script
source style svg template track video
"""
_DROPPED = frozenset(_DROPPED_WORDS.split())
"""Elements of which nothing is shown; what is marked in them stands above the page."""
_INSTEAD = {"form": "div", "fieldset": "div", "body": "div", "details": "div", "summary": "div", "img": "span"}
_CONTROLS = frozenset({"input", "textarea", "button", "select", "option"})
_OF_TABLES = frozenset({"table", "tbody", "thead", "tfoot", "tr", "colgroup", "col"})
"""Elements that hold no text: what stands in them leaves the table in a browser."""
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+\Z")
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that change the direction of what follows."""
_GONE = '<span class="cd-gone">the page hides this</span>'


def inert_page(
    text: bytes, marks: Sequence[Mark] = (), categories: Collection[str] = (), sheet: Sheet = NO_SHEET
) -> str:
    """
    Return a page as HTML that does nothing. Every mark is seen on it: what a page does not show stands above it.

    Args:
        text: the page as UTF-8.
        marks: what to mark on it, none within another.
        categories: names in the menu of its site, which is folded unless something in it is marked.
        sheet: the style sheet of its market.

    Raises:
        ParseError: there is no element in it, or they lie too deep in one another.
    """
    above, body = inert_parts(text, marks, categories, sheet)
    note = f'<div class="cd-note">{above}</div>' if above else ""
    return f'{HEAD}{styled(sheet)}{strip_of(marks)}{note}<div class="cd-page">{body}</div></body></html>'


def styled(sheet: Sheet) -> str:
    """Return a style sheet as it stands in a page."""
    return f"<style>{sheet.css}</style>" if sheet.css else ""


def inert_parts(
    text: bytes, marks: Sequence[Mark] = (), categories: Collection[str] = (), sheet: Sheet = NO_SHEET
) -> tuple[str, str]:
    """Return what stands above a page, and the page, as `inert_page` puts them together. Errors are those of it."""
    writer = _written(text, marks, categories, sheet)
    fault = f"{escape(sheet.fault)} " if sheet.fault else ""
    return fault + "".join(writer.above), "".join(writer.pieces)


def concealed(text: bytes, marks: Sequence[Mark]) -> frozenset[int]:
    """Return where those marks begin that are on something which the page does not show, or means to hide."""
    return frozenset(_written(text, marks).concealed)


def _written(text: bytes, marks: Sequence[Mark], categories: Collection[str] = (), sheet: Sheet = NO_SHEET) -> _Writer:
    writer = _Writer(marks, categories, sheet)
    writer.write(writer.prepared(tree_of(disarm(writer.with_signs(text))[0])))
    writer.tell_rest(text)
    return writer


class _Writer:
    """Writes a tree whose texts and attributes have signs where marks begin and end."""

    def __init__(self, marks: Sequence[Mark], categories: Collection[str], sheet: Sheet) -> None:
        self._categories = categories
        self._sheet = sheet
        self._menu: Element | None = None
        self._marks = sorted(marks, key=lambda mark: mark.start)
        key = secrets.token_hex(8)
        self._signs = f"\ue000{key}.{{}}\ue001", f"\ue002{key}\ue003"
        self._sign = re.compile(f"\ue000{key}\\.([0-9]+)\ue001|\ue002{key}\ue003")
        self.pieces: list[str] = []
        self.above: list[str] = []
        self.concealed: set[int] = set()
        self._told: set[int] = set()
        self._waiting: list[str] = []
        self._with_marks: set[Element] = set()
        self._is_hidden = False

    def with_signs(self, text: bytes) -> bytes:
        """Put a sign, which no page can hold, before and after each stretch that is marked."""
        begins, ends = self._signs
        pieces: list[bytes] = []
        end = 0
        for number, mark in enumerate(self._marks):
            pieces += text[end : mark.start], begins.format(number).encode(), text[mark.start : mark.end], ends.encode()
            end = mark.end
        return b"".join([*pieces, text[end:]])

    def prepared(self, root: Element) -> Element:
        """Note the elements in which something is marked, and return the root."""
        for element in root.iter():
            if any(map(self._sign.search, map(str, element.attrib.values()))) or self._sign.search(element.text or ""):
                self._note(element)
            if self._sign.search(element.tail or ""):
                self._note(element.getparent())
        self._menu = menu_of(root, self._categories, lambda text: self._sign.sub("", text))
        return root

    def _note(self, element: Element | None) -> None:
        while element is not None and element not in self._with_marks:
            self._with_marks.add(element)
            element = element.getparent()

    def write(self, element: Element) -> None:
        """Write an element and what it holds. Trees are at most 255 elements deep."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in {"html", "head"}:
            for child in element:
                self.write(child)
                self.pieces.append(self._text(child.tail))
        elif tag == "title":
            self.above.append(f"<b>Title:</b> {self._text(element.text)} ")
            self._tell_marks(element)
        elif tag in _DROPPED or (tag == "input" and (element.get("type") or "").lower() == "hidden"):
            self._tell_marks(element)
        else:
            before = self._is_hidden
            hides = is_hidden({str(key): self._sign.sub("", str(value)) for key, value in element.attrib.items()})
            if hides and element in self._with_marks:
                self._waiting += [] if before else [_GONE]
                self._is_hidden, hides = True, False
            self._write_shown(element, tag, " cd-hidden" if hides else "")
            self._is_hidden = before

    def tell_rest(self, text: bytes) -> None:
        """Show above the page what is marked and has not been written, as what the parser dropped."""
        self.above += self._waiting
        for number, mark in enumerate(self._marks):
            if number not in self._told:
                said = unescape(text[mark.start : mark.end].decode(errors="replace"))
                self.above.append(f"not shown on the page: {marked(mark, _still(said[:200]))} ")
                self.concealed.add(mark.start)

    def _write_shown(self, element: Element, tag: str, hidden: str) -> None:
        if tag in _CONTROLS:
            name, look = "span", "cd-input"
        elif tag == "img":
            name, look = self._picture_of(element)
        else:
            name, look = (tag if tag in _KEPT else _INSTEAD.get(tag, "span")), ""
        signs = self._signs_of(element)
        self._waiting += signs
        is_empty = name in _EMPTY or name.startswith("img ")
        if is_empty and name not in _OF_TABLES:
            self._flush()
        has_words = any('class="cd-words' in sign for sign in signs)
        look = f"{look}{' cd-of' if has_words else ''}{hidden}".strip()
        self.pieces.append(f"<{name}{self._attributes(element, tag, look)}>")
        if is_empty:
            return
        if name not in _OF_TABLES:
            self._flush()
        if tag == "input":
            self.pieces.append(self._plain(element.get("value")))
        elif tag == "img":
            self.pieces.append(self._plain(element.get("alt") or element.get("title") or "picture"))
        is_menu = element is self._menu and name not in _OF_TABLES
        if is_menu:
            is_open = " open" if element in self._with_marks else ""
            self.pieces.append(f'<details class="cd-menu"{is_open}><summary>menu of the site</summary>')
        self.pieces.append(self._text(element.text))
        for child in element:
            self.write(child)
            self.pieces.append(self._text(child.tail))
        self.pieces.append(f"{'</details>' if is_menu else ''}</{name}>")

    def _flush(self) -> None:
        self.pieces += self._waiting
        self._waiting.clear()

    def _picture_of(self, element: Element) -> tuple[str, str]:
        source = self._sign.sub("", element.get("src") or "")
        return (f'img src="{escape(source)}" alt=""', "") if _PICTURE.match(source) else ("span", "cd-image")

    def _attributes(self, element: Element, tag: str, look: str) -> str:
        said = {str(key): self._sign.sub("", str(value)) for key, value in element.attrib.items()}
        look = f"{look} {self._sheet.kept(said.get('class', ''), said.get('id', ''))}".strip()
        kept = attributes_of(tag, said) | {"style": style_of(said.get("style", "")), "class": look}
        return "".join(f' {name}="{escape(value)}"' for name, value in kept.items() if value)

    def _signs_of(self, element: Element) -> list[str]:
        """What is shown of an element's marked attributes."""
        return [
            marked(mark, f"@{key} {_still(part)}" if len(part) < len(value) else f"@{key}", key, _still(value))
            for mark, key, value, part in self._marked(element)
        ]

    def _marked(self, element: Element) -> Iterator[tuple[Mark, str, str, str]]:
        """An element's marks in attributes: the mark, the attribute's name, its value, and what of it is marked."""
        for key, value in element.attrib.items():
            text = str(value)
            for found in self._sign.finditer(text):
                if found[1] is not None:
                    end = self._sign.search(text, found.end())
                    part = text[found.end() : end.start() if end else None]
                    yield self._mark(found[1]), str(key), self._sign.sub("", text), part

    def _mark(self, number: str) -> Mark:
        mark = self._marks[int(number)]
        self._told.add(int(number))
        if self._is_hidden:
            self.concealed.add(mark.start)
        return mark

    def _tell_marks(self, element: Element) -> None:
        """Print above the page what is marked in an element that is not shown."""
        if element not in self._with_marks:
            return
        before, self._is_hidden = self._is_hidden, True
        for each in element.iter():
            tag = escape(str(each.tag))
            for mark, key, _, part in self._marked(each):
                self.above.append(f"&lt;{tag} {escape(key)}&gt; {marked(mark, _still(part[:200]))} ")
            for text in (each.text, each.tail if each is not element else None):
                if each.tag != "title" and text and self._sign.search(text):
                    self.above.append(f"&lt;{tag}&gt; {self._text(text, is_all=False)} ")
        self._is_hidden = before

    def _plain(self, text: str | None) -> str:
        return escape(_still(self._sign.sub("", text or "")))

    def _text(self, text: str | None, *, is_all: bool = True) -> str:
        """A text of the page, or what is marked in it. The parser may have put a text's two signs into two texts."""
        if not text:
            return ""
        pieces: list[str] = []
        end = 0
        mark: Mark | None = None
        for found in self._sign.finditer(text):
            pieces.append(self._said(mark, text[end : found.start()], is_all=is_all))
            mark = None if found[1] is None else self._mark(found[1])
            end = found.end()
        pieces.append(self._said(mark, text[end:], is_all=is_all))
        return "".join(pieces)

    def _said(self, mark: Mark | None, text: str, *, is_all: bool) -> str:
        if mark is not None:
            return marked(mark, _still(text))
        return escape(_still(text)) if is_all else ""


def _still(text: str) -> str:
    """A text whose characters stand in the order in which they are read."""
    return _TURNS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
