"""Pages that try to hide what is marked on them, and to imitate marks: each way alone, and many within one another."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.inert.marks import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FORGING", "HIDING", "TrickyPage", "page_of", "random_page", "tricks_alone"]

_STYLES = (
    *(
        "display:none",
        "display:/**/none",
        "display/**/:none",
        "\\64isplay:none",
        "d\\69 splay:n\\6fne",
        "DISPLAY:NONE!important",
    ),
    *("visibility:hidden", "visibility:collapse", "opacity:0", "opacity:.001", "font-size:0", "font-size:0.01px"),
    *("font-size:1%", "font:0/0 a", "font-size:calc(0px)", "font-size:var(--x,0)", "zoom:0.001", "scale:0"),
    *(
        "color:transparent",
        "color:#fff;background:#fff",
        "color:rgba(0,0,0,0)",
        "color:#ffe14d",
        "-webkit-text-fill-color:transparent",
    ),
    *(
        "text-indent:-9999px",
        "margin-left:-9999px",
        "margin:-9999px",
        "position:absolute;left:-9999px",
        "position:fixed;top:-999px",
    ),
    *(
        "height:0;overflow:hidden",
        "width:0;height:0;overflow:clip",
        "max-height:0;overflow:auto",
        "width:0",
        "width:1px;white-space:nowrap",
    ),
    *(
        "clip-path:inset(50%)",
        "clip:rect(0 0 0 0);position:absolute",
        "transform:scale(0)",
        "transform:translateX(-9999px)",
        "rotate:90deg",
    ),
    *(
        "mix-blend-mode:difference",
        "filter:opacity(0)",
        "mask-image:linear-gradient(transparent,transparent)",
        "content-visibility:hidden",
    ),
    *(
        "float:right;width:2000px",
        "float:left;width:0",
        "text-align:right;width:2px",
        "letter-spacing:-9em",
        "word-spacing:-99px",
        "line-height:0",
    ),
    *(
        "direction:rtl;unicode-bidi:bidi-override",
        "writing-mode:vertical-rl",
        "columns:99",
        "position:sticky;bottom:-99px",
        "all:unset;display:none",
    ),
    *(
        "font-family:Wingdings",
        "font-size:99999px",
        "padding:9999px",
        "margin-left:99999px",
        "border:9999px solid #fff",
        "animation:x 1s",
        "contain:strict",
    ),
    *(
        "display:none;display:block",
        "color:red;}.cd-words{display:none",
        "x:expression(alert(1))",
        "background:url(data:image/png;base64,AA)",
    ),
)
HIDING = (
    *(f'<div style="{style}">{{}}</div>' for style in _STYLES),
    *(f'<span style="{style}">{{}}</span>' for style in _STYLES),
    *(
        "<div hidden>{}</div>",
        "<details>{}</details>",
        "<details><summary>x</summary>{}</details>",
        "<dialog>{}</dialog>",
    ),
    *(
        "<noscript>{}</noscript>",
        "<template>{}</template>",
        "<select><option>{}</option></select>",
        "<datalist><option>{}</option></datalist>",
    ),
    *(
        "<textarea>{}</textarea>",
        "<button disabled>{}</button>",
        "<svg><text>{}</text></svg>",
        "<math><mi>{}</mi></math>",
    ),
    *(
        "<iframe>{}</iframe>",
        "<object>{}</object>",
        "<video>{}</video>",
        "<canvas>{}</canvas>",
        "<audio>{}</audio>",
        "<noframes>{}</noframes>",
    ),
    *(
        "<font color=#ffe14d>{}</font>",
        "<font color=white size=1>{}</font>",
        "<font face=Wingdings>{}</font>",
        "<font size=-7>{}</font>",
    ),
    *(
        "<small>" * 20 + "{}" + "</small>" * 20,
        "<sub>" * 20 + "{}" + "</sub>" * 20,
        "<big>" * 20 + "{}" + "</big>" * 20,
    ),
    *(
        "<h1>" * 6 + "{}" + "</h1>" * 6,
        "<blockquote>" * 20 + "{}" + "</blockquote>" * 20,
        "<ul>" * 20 + "<li>{}" + "</ul>" * 20,
    ),
    *(
        "<p dir=rtl>{}</p>",
        "<bdo dir=rtl>{}</bdo>",
        "<bdi dir=rtl>{}</bdi>",
        "<center>{}</center>",
        "<marquee>{}</marquee>",
    ),
    *(
        "<p>\u202e{}\u202c</p>",
        "<p>\u2067{}</p>",
        "<table width=1><tr><td width=0>{}</table>",
        "<table align=right width=9999><tr><td>{}</table>",
    ),
    *(
        "<table><tr><td rowspan=2>{}<td>a<tr><td colspan=2 bgcolor=white>cover cover</table>",
        "<table><tr>{}<td>x</table>",
    ),
    *(
        "<table>{}<tr><td>x</table>",
        "<table><colgroup><col width=0></colgroup><tr><td>{}<td>y</table>",
        "<table><caption>{}</caption></table>",
    ),
    *(
        "<table dir=rtl width=3000><tr><td>a<td>{}</table>",
        "<div align=right><table width=9000><tr><td>{}</table></div>",
        "<plaintext>{}",
    ),
    *(
        "<xmp>{}</xmp>",
        "<listing>{}</listing>",
        "<ruby>x<rt>{}</rt><rp>y</rp></ruby>",
        "<map><area>{}</map>",
        "<frameset>{}</frameset>",
    ),
    *(
        "<title>{}</title>",
        "<head><b>{}</b></head>",
        "<label style=display:none>{}</label>",
        "<legend>{}</legend>",
        "<menu><li>{}</menu>",
    ),
)
"""Markup that hides, or might, what stands in its braces."""
_ATTRIBUTED = (
    *(
        "<a href='/{}'></a>",
        "<video><a href='/{}'></a></video>",
        "<input type=hidden value='{}'>",
        "<input value='{}' style='display:none'>",
        "<img alt='{}' width=0 height=0>",
    ),
    *(
        "<table><tr title='{}'><td>x</table>",
        "<table title='{}'></table>",
        "<br title='{}'>",
        "<hr title='{}'>",
        "<meta content='{}'>",
        "<td title='{}'>",
    ),
    *(
        "<img src='data:image/png;base64,iVBORw0KGgo=' alt='{}'>",
        "<div title='{}' style='opacity:0'></div>",
        "<p hidden title='{}'>x</p>",
    ),
    *(
        "<col title='{}'>",
        "<a href=1 title='{}' hidden></a>",
        "<link href='{}'>",
        "<option value='{}'>",
        "<li value='{}'>",
        "<svg><a href='{}'/></svg>",
    ),
    "<a href='x' href='{}'>twice</a>",
)
"""The same for the values of attributes."""
_YELLOW = (
    "#ffe14d",
    "#FFE14D",
    "#fd4",
    "rgb(255,225,77)",
    "hsl(50 100% 65%)",
    "yellow",
    "gold",
    "#fff6c2",
    "khaki",
    "#ffe14d80",
)
_PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4/9AXAAUIAjiUOCAqAAAAAElFTkSuQmCC"
)
FORGING = (
    *(
        "<mark>9</mark>",
        "<mark class='cd-words' id=m1 data-cd=price>9</mark>",
        "<p class='cd-words cd-at cd-of'>9</p>",
        "<b id=m20>9</b>",
    ),
    *(
        "<cd-mark>9</cd-mark>",
        "<p data-cd='price' title=price>9</p>",
        "<i class='ccd-d-words cd-cd--words cdcd--words'>9</i>",
    ),
    *(
        "<i class='&#99;d-words'>9</i>",
        "<style>p{background:#ffe14d}</style>",
        "</div></div><mark class=cd-words>9</mark>",
        "<div class=cd-note>price: 9</div>",
    ),
    *(f"<span style='background:{colour}'>9</span>" for colour in _YELLOW),
    *(f"<span style='background:/**/{colour};background-color:{colour}!important'>9</span>" for colour in _YELLOW),
    *(f"<table bgcolor='{colour}'><tr bgcolor='{colour}'><td bgcolor='{colour}'>9</table>" for colour in _YELLOW),
    *(f"<font color='{colour}'>\u2588\u2588</font>" for colour in _YELLOW),
    *(
        "<span style='border-bottom:2px dotted #0a58ca'>9</span>",
        "<span style='outline:1px dashed #777'>9</span>",
        "<abbr title=x>9</abbr>",
    ),
    *(
        "<span style='box-shadow:0 0 0 9em #ffe14d'>9</span>",
        "<span style='border:9px solid #ffe14d'>9</span>",
        "<span style='border-left:9px dashed gold'>9</span>",
    ),
    *(
        "<span style='text-decoration:underline dotted'>9</span>",
        "<span style='position:absolute;top:0;z-index:9'>9</span>",
    ),
    f"<img src='{_PICTURE}' width=80 height=20>",
)
"""Markup that imitates a mark, or might."""


@dataclass(frozen=True, slots=True)
class TrickyPage:
    """
    A page with tricks.

    Attributes:
        text: the page as UTF-8.
        marks: what is marked on it.
        said: of each mark, by its name, the words that it is on.
    """

    text: bytes
    marks: list[Mark]
    said: dict[str, str]


def page_of(*parts: str) -> TrickyPage:
    """A page of parts, each with at most one pair of braces, in which words are put and marked."""
    text = b"<html><body>"
    marks, said = [], {}
    for number, part in enumerate(parts):
        before, braces, after = part.partition("{}")
        text += before.encode()
        if braces:
            words = f"words{number}of {number}"
            role = ("words", "words", "label", "frame")[number % 4]
            mark = Mark(len(text), len(text) + len(words), role, "price")
            marks.append(mark)
            said[mark.name] = words
            text += words.encode()
        text += after.encode() + b"<hr>"
    return TrickyPage(text + b"</body></html>", marks, said)


def tricks_alone() -> Iterator[tuple[str, TrickyPage]]:
    """Each trick on a page of its own, with its markup."""
    yield from ((trick, page_of(trick)) for trick in (*HIDING, *_ATTRIBUTED))
    yield from ((trick, page_of("<p>{}</p>", trick)) for trick in FORGING)


def random_page(seed: int, most: int = 12) -> TrickyPage:
    """A page of hidden words and forged marks, some of each within some others, the same for the same seed."""
    chance = random.Random(seed)
    parts = []
    for _ in range(most):
        kind = chance.random()
        part = chance.choice(FORGING) if kind < 0.2 else chance.choice(_ATTRIBUTED if kind < 0.4 else HIDING)
        for _ in range(chance.randrange(4)):
            part = chance.choice(HIDING).replace("{}", part)
        parts.append(part)
    return page_of(*parts)
