"""Marks on a page, and the sheet by which they and the page are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["HEAD", "TONES", "Mark", "MarkedField", "marked", "strip_of"]

TONES = 8
"""Colours of fields."""
_MOST_LIT = 150
"""Fields that are named in a line above the page: those of a listing or vendor, and not of a list of ninety."""

HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>page</title><style>
body{margin:0;font:14px sans-serif;background:#fff;color:#111}
.cd-page{padding:8px;position:relative;z-index:0;overflow-wrap:anywhere}.cd-page pre{white-space:pre-wrap}
.cd-page :is(small,sub,sup){font-size:11px}.cd-page big{font-size:17px}
.cd-page :is(code,kbd,pre,samp,tt){font-size:13px}
.cd-page h1{font-size:24px}.cd-page h2{font-size:20px}.cd-page h3{font-size:17px}.cd-page h4{font-size:15px}
.cd-page :is(h5,h6){font-size:13px}.cd-page :is(blockquote,dd,dir,figure,ol,ul){margin-left:0;padding-left:20px}
.cd-page img{filter:grayscale(1)}
.cd-note{background:#eee;padding:4px 8px;border-bottom:1px solid #999;font-size:12px;overflow-wrap:anywhere}
.cd-hidden{display:none!important}.cd-input{border:1px solid #999;padding:0 4px}
.cd-image{border:1px solid #bbb;color:#666;font-size:11px}
mark{all:initial;font:inherit;white-space:inherit;overflow-wrap:anywhere;position:relative;z-index:1;color:#111;
padding:0 1px}
mark.cd-words{background:#ffe14d;border-bottom:3px solid var(--tone,#b58900)}
mark.cd-also{background:#fff6c2;border-bottom:2px dashed var(--tone,#b58900)}
.cd-t0{--tone:#0a4fa8}.cd-t1{--tone:#a3195b}.cd-t2{--tone:#1b6e2e}.cd-t3{--tone:#8a3b00}
.cd-t4{--tone:#5b2a9d}.cd-t5{--tone:#006b75}.cd-t6{--tone:#9c1c1c}.cd-t7{--tone:#454f00}
mark.cd-label{background:#eef4ff;border-bottom:2px dotted #0a58ca}
mark.cd-frame{background:#f4f4f4;outline:1px dashed #777}
mark:not(.cd-go)::after{content:" " attr(data-cd);font:10px sans-serif;color:var(--tone,#5c4400);background:#fff6c2;
border-radius:3px;padding:0 2px;vertical-align:super}
mark.cd-label::after,mark.cd-frame::after{color:#0a4fa8;background:#eef4ff}
mark.cd-at{font:11px monospace}
.cd-of{outline:2px dotted #b58900}
.cd-gone{all:initial;position:relative;z-index:1;font:bold 11px sans-serif;color:#fff;background:#8a1c4a;
border-radius:3px;padding:0 4px;margin-right:4px}
.cd-menu{border:1px solid #999;padding:2px 8px}.cd-menu>summary{font:12px sans-serif;color:#333}
.cd-fields{position:sticky;top:0;z-index:2;background:#fff;border-bottom:1px solid #999;padding:4px 8px;max-height:64px;
overflow:auto;font-size:12px;line-height:1.7}
.cd-fields a{color:#111;text-decoration:none;border-bottom:3px solid var(--tone);margin-right:6px;white-space:nowrap}
mark{scroll-margin-top:80px}
mark:target{outline:3px solid #d6006c!important}
</style></head><body>"""
"""A page's own pictures have no colour, so that none of them can be one of a mark."""


class MarkedField(NamedTuple):
    """
    A field that is marked.

    Attributes:
        key: its name in the page's addresses and styles, of letters and digits.
        name: how it is called.
        tone: the number of its colour.
    """

    key: str
    name: str
    tone: int


@dataclass(frozen=True, slots=True)
class Mark:
    """
    What is to be marked on a page.

    Attributes:
        start: where the text or the value of the attribute begins, in bytes of the page as UTF-8.
        end: where it ends.
        role: ``words``, ``also``, ``label`` or ``frame``.
        fields: the fields that it is evidence of, as they are shown.
        tone: the number of its field's colour.
        of: these fields, all of whose marks are lit up together.
        is_end: whether the words of a field end with it, so that the fields are named behind it.
    """

    start: int
    end: int
    role: str
    fields: str
    tone: int = 0
    of: tuple[MarkedField, ...] = ()
    is_end: bool = True

    @property
    def name(self) -> str:
        """The mark's name, by which a link leads to it: the same whenever the page is shown."""
        return f"m{self.start}"


def marked(mark: Mark, text: str, attribute: str = "", value: str = "") -> str:
    """
    Return a marked text; of an attribute, a sign that names it.

    Args:
        mark: the mark.
        text: what is shown.
        attribute: the attribute's name.
        value: its value, which is told to who points at the sign.
    """
    fields = escape(f"{mark.fields} (@{attribute})" if attribute else mark.fields)
    told = f"{fields}: {escape(value[:200])}" if attribute else fields
    at = " cd-at" if attribute else ""
    keys = "".join(f" {each.key}" for each in mark.of)
    tone = f" cd-t{mark.tone % TONES}" if mark.of else ""
    going = "" if mark.is_end else " cd-go"
    look = f"cd-{mark.role}{at}{tone}{going}{keys}"
    return f'<mark class="{look}" id="{mark.name}" data-cd="{fields}" title="{told}">{escape(text)}</mark>'


def strip_of(marks: Sequence[Mark]) -> str:
    """
    Return a line of the fields that are marked, each of which lights up its marks while it is pointed at, has the focus
    or was gone to, and leads to the first of them; and so does each mark for the others of its field.
    """
    first: dict[MarkedField, Mark] = {}
    for mark in marks:
        for each in mark.of if mark.role in {"words", "also"} else ():
            if each not in first or (mark.role == "words" and first[each].role != "words"):
                first[each] = mark
    if not 0 < len(first) <= _MOST_LIT:
        return ""
    lit = ":is(:hover,:focus,:target)"
    rules = ",".join(
        f"body:has(#{each.key}{lit}) .{each.key},body:has(mark.{each.key}:hover) .{each.key}" for each in first
    )
    links = " ".join(
        f'<a id="{each.key}" class="{each.key} cd-t{each.tone % TONES}" href="#{mark.name}">{escape(each.name)}</a>'
        for each, mark in first.items()
    )
    return f'<style>{rules}{{outline:3px solid #d6006c!important}}</style><nav class="cd-fields">{links}</nav>'
