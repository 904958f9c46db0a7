"""Marks on a page, and the sheet by which they and the page are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

__all__ = ["HEAD", "Mark", "marked"]

HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>page</title><style>
body{margin:0;font:14px sans-serif;background:#fff;color:#111}
.cd-page{padding:8px;position:relative;z-index:0;overflow-wrap:anywhere}.cd-page pre{white-space:pre-wrap}
.cd-page :is(small,sub,sup){font-size:11px}.cd-page big{font-size:17px}
.cd-page :is(code,kbd,pre,samp,tt){font-size:13px}
.cd-page h1{font-size:24px}.cd-page h2{font-size:20px}.cd-page h3{font-size:17px}.cd-page h4{font-size:15px}
.cd-page :is(h5,h6){font-size:13px}.cd-page :is(blockquote,dd,dir,figure,ol,ul){margin-left:0;padding-left:20px}
.cd-page img{filter:grayscale(1)}
.cd-note{background:#eee;padding:4px 8px;border-bottom:1px solid #999;font-size:12px;overflow-wrap:anywhere}
.cd-hidden{display:none}.cd-input{border:1px solid #999;padding:0 4px}
.cd-image{border:1px solid #bbb;color:#666;font-size:11px}
mark{all:initial;font:inherit;white-space:inherit;overflow-wrap:anywhere;position:relative;z-index:1;color:#111;
padding:0 1px}
mark.cd-words{background:#ffe14d;outline:1px solid #b58900}
mark.cd-label{background:#eef4ff;border-bottom:2px dotted #0a58ca}
mark.cd-frame{background:#f4f4f4;outline:1px dashed #777}
mark::after{content:" " attr(data-cd);font:10px sans-serif;color:#5c4400;background:#fff6c2;border-radius:3px;
padding:0 2px;vertical-align:super}
mark.cd-label::after,mark.cd-frame::after{color:#0a4fa8;background:#eef4ff}
mark.cd-at{font:11px monospace}
.cd-of{outline:2px dotted #b58900}
.cd-gone{all:initial;position:relative;z-index:1;font:bold 11px sans-serif;color:#fff;background:#8a1c4a;
border-radius:3px;padding:0 4px;margin-right:4px}
:target{outline:3px solid #d6006c!important}
</style></head><body>"""
"""A page's own pictures have no colour, so that none of them can be one of a mark."""


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
    return f'<mark class="cd-{mark.role}{at}" id="{mark.name}" data-cd="{fields}" title="{told}">{escape(text)}</mark>'
