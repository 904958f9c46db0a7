"""
A page as it looked, that does nothing: no script, no form, no link, nothing fetched; with marks around some words.

It is written anew, element by element, from what is known to be harmless. The answer that it is sent in forbids the
browser all the rest as well.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import tree_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Element

__all__ = ["Mark", "inert_page"]

_KEPT = frozenset(
    {
        *(
            "a",
            "abbr",
            "address",
            "article",
            "aside",
            "b",
            "bdi",
            "bdo",
            "big",
            "blockquote",
            "br",
            "caption",
            "center",
        ),
        *(
            "cite",
            "code",
            "col",
            "colgroup",
            "dd",
            "del",
            "dfn",
            "dir",
            "div",
            "dl",
            "dt",
            "em",
            "figcaption",
            "figure",
        ),
        *("font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "ins", "kbd", "label", "legend"),
        *("li", "main", "mark", "nav", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike"),
        *("strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var"),
    }
)
_EMPTY = frozenset({"br", "col", "hr"})
_DROPPED = frozenset(
    {
        *(
            "applet",
            "audio",
            "base",
            "canvas",
            "embed",
            "frame",
            "frameset",
            "iframe",
            "link",
            "math",
            "meta",
            "noframes",
        ),
        *("noscript", "object", "param", "portal", "script", "source", "style", "svg", "template", "track", "video"),
    }
)
"""Elements of which nothing is shown; what marks them stands above the page."""
_INSTEAD = {"form": "div", "fieldset": "div", "body": "div", "details": "div", "summary": "div", "img": "span"}
_ATTRIBUTES = frozenset(
    {
        *("align", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "colspan", "dir", "face"),
        *("height", "lang", "rowspan", "size", "start", "style", "valign", "width"),
    }
)
_ACTS_IN_STYLE = re.compile(r"[(\\@<]|:\s*(?:fixed|sticky)", re.IGNORECASE)
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+\Z")
_HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>page</title><style>
body{{margin:0;font:14px sans-serif;background:#fff;color:#111}}
.cd-page{{padding:8px}}.cd-page pre{{white-space:pre-wrap}}
.cd-note{{background:#eee;padding:4px 8px;border-bottom:1px solid #999;font-size:12px}}
.cd-words{{background:#ffe14d!important;color:#111!important;visibility:visible!important}}
.cd-label{{background:none!important;border-bottom:2px dotted #0a58ca!important;color:inherit}}
.cd-frame{{background:none!important;outline:1px dashed #999!important;color:inherit}}
.cd-words:not(mark){{background:none!important;color:inherit!important;outline:2px solid #e0a800}}
[data-cd]::after{{content:" " attr(data-cd);font:10px sans-serif!important;color:#5c4400;background:#fff6c2;
border-radius:3px;padding:0 2px;vertical-align:super}}
.cd-label[data-cd]::after,.cd-frame[data-cd]::after{{color:#0a58ca;background:#eef4ff}}
:target{{outline:3px solid #d6006c!important}}
.cd-input{{border:1px solid #999;padding:0 4px}}.cd-image{{border:1px dotted #bbb;color:#666;font-size:11px}}
</style></head><body>"""


@dataclass(frozen=True, slots=True)
class Mark:
    """
    What is to be marked on a page.

    Attributes:
        start: where the text or the value of the attribute begins, in bytes of the page as UTF-8.
        end: where it ends.
        role: ``words``, ``label`` or ``frame``.
        fields: the fields that it is evidence of, as they are shown.
    """

    start: int
    end: int
    role: str
    fields: str

    @property
    def name(self) -> str:
        """The mark's name, by which a link leads to it: the same whenever the page is shown."""
        return f"m{self.start}"


def inert_page(text: bytes, marks: Sequence[Mark] = ()) -> str:
    """
    Return a page as HTML that does nothing.

    Args:
        text: the page as UTF-8.
        marks: what to mark on it, none within another.

    Raises:
        ParseError: there is no element in it, or they lie too deep in one another.
    """
    writer = _Writer(marks)
    root = tree_of(writer.with_signs(text))
    writer.write(root)
    above = "".join(writer.above)
    note = f'<div class="cd-note">{above}</div>' if above else ""
    return f'{_HEAD.format()}{note}<div class="cd-page">{"".join(writer.pieces)}</div></body></html>'


class _Writer:
    """Writes a tree whose texts and attributes have signs where marks begin and end."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = sorted(marks, key=lambda mark: mark.start)
        key = secrets.token_hex(8)
        self._signs = f"\ue000{key}.{{}}\ue001", f"\ue002{key}\ue003"
        self._sign = re.compile(f"\ue000{key}\\.([0-9]+)\ue001|\ue002{key}\ue003")
        self.pieces: list[str] = []
        self.above: list[str] = []
        self._open: str | None = None

    def with_signs(self, text: bytes) -> bytes:
        """Put a sign, which no page can hold, before and after each stretch that is marked."""
        begins, ends = self._signs
        pieces: list[bytes] = []
        end = 0
        for number, mark in enumerate(self._marks):
            pieces += text[end : mark.start], begins.format(number).encode(), text[mark.start : mark.end], ends.encode()
            end = mark.end
        return b"".join([*pieces, text[end:]])

    def write(self, element: Element) -> None:
        """Write an element and what it holds. Trees are at most 255 elements deep."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in {"html", "head"}:
            for child in element:
                self.write(child)
        elif tag == "title":
            self.above.append(f"<b>Title:</b> {self._text(element.text)} ")
        elif tag in _DROPPED:
            self._tell_marks(element)
        elif tag in {"input", "textarea", "button", "select", "option"}:
            self._write_control(element, tag)
        elif tag == "img":
            self._write_image(element)
        else:
            self._write_anchors(element)
            name = tag if tag in _KEPT else _INSTEAD.get(tag, "span")
            self.pieces.append(f"<{name}{self._attributes(element)}>")
            if name not in _EMPTY:
                self._write_inside(element)
                self.pieces.append(f"</{name}>")

    def _write_inside(self, element: Element) -> None:
        self.pieces.append(self._text(element.text))
        for child in element:
            self.write(child)
            self.pieces.append(self._text(child.tail))

    def _write_control(self, element: Element, tag: str) -> None:
        """What a form holds is shown as text."""
        if tag == "input" and (element.get("type") or "").lower() == "hidden":
            self._tell_marks(element)
            return
        self.pieces.append(f"<span{self._attributes(element, 'cd-input')}>")
        if tag == "input":
            self.pieces.append(escape(self._sign.sub("", element.get("value") or "")))
        self._write_inside(element)
        self.pieces.append("</span>")

    def _write_image(self, element: Element) -> None:
        self._write_anchors(element)
        source = self._sign.sub("", element.get("src") or "")
        if _PICTURE.match(source):
            self.pieces.append(f'<img src="{escape(source)}"{self._attributes(element)} alt="">')
        else:
            shown = self._sign.sub("", element.get("alt") or element.get("title") or "picture")
            self.pieces.append(f"<span{self._attributes(element, 'cd-image')}>{escape(shown)}</span>")

    def _attributes(self, element: Element, name: str = "") -> str:
        marks = self._marks_of(element)
        kept = {
            str(key): value
            for key, raw in element.attrib.items()
            if str(key) in _ATTRIBUTES
            and not ((value := self._sign.sub("", str(raw))) and key == "style" and self._is_refused(value, element))
        }
        words = [name, *(f"cd-{mark.role}" for mark in marks), kept.pop("class", "").replace("cd-", "")]
        kept["class"] = " ".join(word for word in words if word)
        if marks:
            fields = "; ".join(
                f"{mark.fields} (@{key})" for mark, key in zip(marks, self._marked_keys(element), strict=True)
            )
            kept |= {"id": marks[0].name, "data-cd": fields, "title": fields}
        return "".join(f' {name}="{escape(value)}"' for name, value in kept.items() if value)

    def _is_refused(self, style: str, element: Element) -> bool:
        """A style that could act, or that hides what is marked."""
        if _ACTS_IN_STYLE.search(style):
            return True
        return _HIDES.search(style) is not None and any(
            self._sign.search(said)
            for each in element.iter()
            for said in (
                each.text or "",
                each.tail or "" if each is not element else "",
                *map(str, each.attrib.values()),
            )
        )

    def _write_anchors(self, element: Element) -> None:
        """An element has one name; if several of its attributes are marked, the others stand before it."""
        self.pieces += [f'<span id="{mark.name}"></span>' for mark in self._marks_of(element)[1:]]

    def _marks_of(self, element: Element) -> list[Mark]:
        values = (self._sign.match(str(value)) for value in element.attrib.values())
        return [self._marks[int(found[1])] for found in values if found is not None and found[1] is not None]

    def _marked_keys(self, element: Element) -> list[str]:
        return [str(key) for key, value in element.attrib.items() if self._sign.match(str(value))]

    def _tell_marks(self, element: Element) -> None:
        """Say above the page what is marked in an element that is not shown."""
        for each in element.iter():
            for mark, key in zip(self._marks_of(each), self._marked_keys(each), strict=True):
                value = self._sign.sub("", str(each.get(key)))
                self.above.append(f"&lt;{escape(str(each.tag))} {escape(key)}&gt; {_marked(mark, value[:200])} ")

    def _text(self, text: str | None) -> str:
        """A text of the page, with its marks. The parser may have put a text's two signs into two texts."""
        if not text:
            return ""
        pieces: list[str] = []
        end = 0
        open_mark: Mark | None = None
        for found in self._sign.finditer(text):
            pieces.append(_marked(open_mark, text[end : found.start()]))
            open_mark = None if found[1] is None else self._marks[int(found[1])]
            end = found.end()
        pieces.append(_marked(open_mark, text[end:]))
        return "".join(pieces)


def _marked(mark: Mark | None, text: str) -> str:
    if mark is None:
        return escape(text)
    fields = escape(mark.fields)
    return f'<mark class="cd-{mark.role}" id="{mark.name}" data-cd="{fields}" title="{fields}">{escape(text)}</mark>'
