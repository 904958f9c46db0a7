"""
How an element may look: what is left of a page's styles and attributes, each value of which is made anew.

Nothing here reads CSS. A declaration is kept if it is one of few, with a value that needs no reading; all others are
dropped, however they are written. So nothing can be hidden, moved off the page or laid over something else. What looks
like a mark is dropped as well: hues of yellow, and dotted and dashed lines.
"""

from __future__ import annotations

import re
from colorsys import rgb_to_hls
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["attributes_of", "is_hidden", "style_of"]

_NAMED_WORDS = """
aliceblue aqua aquamarine azure black blue blueviolet brown cadetblue chocolate coral cornflowerblue crimson cyan
darkblue darkcyan darkgray darkgreen darkgrey darkmagenta darkorange darkorchid darkred darksalmon darkslateblue
darkslategray darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick forestgreen fuchsia gainsboro
ghostwhite gray green grey hotpink indianred indigo lavender lightblue lightcoral lightcyan lightgray lightgreen
lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray lightsteelblue lime limegreen magenta maroon
mediumblue mediumseagreen midnightblue mistyrose navy orangered orchid palegreen pink plum powderblue purple red
royalblue saddlebrown salmon seagreen sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue
teal thistle tomato turquoise violet white whitesmoke
"""
_NAMED = frozenset(_NAMED_WORDS.split())
"""Names of colours that no mark has."""
_HEX = re.compile(r"#(?:([0-9a-f])([0-9a-f])([0-9a-f])|([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2}))", re.IGNORECASE)
_MARKS_HUE = (0.09, 0.2)
"""Of a circle of hues, where red is 0: marks are yellow, and nothing else is."""
_GREYISH, _DARK = 0.25, 0.2
_LENGTH = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)(px|pt|em|%|)")
_MOST = {"px": 2000.0, "": 2000.0, "pt": 1500.0, "em": 120.0, "%": 100.0}
_MOST_SPACE = {"px": 60.0, "": 60.0, "pt": 45.0, "em": 4.0, "%": 20.0}
_SIZES = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}
_FONTS_WORDS = """
arial helvetica verdana tahoma geneva georgia times courier monaco consolas serif sans-serif monospace
"""
_FONTS = frozenset(_FONTS_WORDS.split())
_BORDERS = frozenset({"solid", "double", "dotted", "dashed", "groove", "ridge", "inset", "outset"})
_SIDES = ("top", "right", "bottom", "left")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_HIDES = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|content-visibility:hidden|opacity:0(?:\.0*)?%?(?:[;!]|\Z)"
    r"|font-size:0(?:\.0*)?[a-z%]*(?:[;!]|\Z)|color:transparent|(?:text-indent|left|top|margin-left|margin-top):-\d{3}"
    r"|clip(?:-path)?:|scale\(0|zoom:0"
)


def style_of(style: str) -> str:
    """Return what is kept of a ``style``, made anew."""
    kept: dict[str, str] = {}
    for declaration in style.lower().split(";"):
        name, _, value = declaration.partition(":")
        made = _PROPERTIES.get(name.strip())
        if made is not None:
            kept |= dict(made(value.replace("!important", "").strip()))
    return ";".join(f"{name}:{value}" for name, value in kept.items())


def attributes_of(tag: str, attributes: dict[str, str]) -> dict[str, str]:
    """Return what is kept of an element's attributes but for its style, each value made anew."""
    kept: dict[str, str] = {}
    for name, value in attributes.items():
        made = _ATTRIBUTES.get((tag, name), _ATTRIBUTES.get(("", name)))
        if made is not None and (new := made(value.strip().lower())) is not None:
            kept[name] = new
    return kept


def is_hidden(attributes: dict[str, str]) -> bool:
    """
    Tell whether a page means to hide an element, as far as that is recognised. An element of which it is not recognised
    is shown.
    """
    style = _ESCAPE.sub(_unescaped, _COMMENT.sub("", attributes.get("style", "")))
    return "hidden" in attributes or _HIDES.search(re.sub(r"\s", "", style.lower())) is not None


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else 0
    return chr(code) if 0 < code <= 0x10FFFF else match[2] or ""


def _colour(value: str) -> str | None:
    if value in _NAMED:
        return value
    found = _HEX.fullmatch(value)
    if found is None:
        return None
    parts = [int(part * 2 if len(part) == 1 else part, 16) / 255 for part in found.groups() if part]
    hue, light, saturation = rgb_to_hls(*parts)
    is_of_marks = _MARKS_HUE[0] <= hue <= _MARKS_HUE[1] and saturation > _GREYISH and light > _DARK
    return None if is_of_marks else value


def _length(value: str, most: dict[str, float]) -> str | None:
    found = _LENGTH.fullmatch(value)
    return None if found is None else f"{min(float(found[1]), most[found[2]]):g}{found[2] or 'px'}"


def _coloured(name: str) -> Callable[[str], Iterator[tuple[str, str]]]:
    def made(value: str) -> Iterator[tuple[str, str]]:
        if (colour := _colour(value)) is not None:
            yield name, colour

    return made


def _one_of(name: str, *values: str) -> Callable[[str], Iterator[tuple[str, str]]]:
    def made(value: str) -> Iterator[tuple[str, str]]:
        if value in values:
            yield name, value

    return made


def _size(value: str) -> Iterator[tuple[str, str]]:
    length = f"{_SIZES[value]}px" if value in _SIZES else _length(value, _MOST)
    if length is not None:
        yield "font-size", f"clamp(9px,{length},40px)"


def _width(value: str) -> Iterator[tuple[str, str]]:
    if (length := _length(value, _MOST)) is not None:
        yield "width", f"max(3em,{length})"  # as wide as any letter: words break, and run into nothing


def _space(name: str) -> Callable[[str], Iterator[tuple[str, str]]]:
    def made(value: str) -> Iterator[tuple[str, str]]:
        lengths = [
            part if part == "auto" and "margin" in name else _length(part, _MOST_SPACE) for part in value.split()
        ]
        said = [length for length in lengths if length is not None]
        if 0 < len(said) == len(lengths) <= (4 if name in {"margin", "padding"} else 1):
            yield name, " ".join(said)

    return made


def _border(name: str) -> Callable[[str], Iterator[tuple[str, str]]]:
    def made(value: str) -> Iterator[tuple[str, str]]:
        width, line, colour = "1px", "", "#999"
        for part in value.split():
            if (length := _length(part, {"px": 9.0, "": 9.0, "pt": 9.0, "em": 1.0, "%": 0.0})) is not None:
                width = length
            elif part in _BORDERS:
                line = "double" if part == "double" else "solid"  # marks alone have others
            else:
                colour = _colour(part) or colour
        if line:
            yield name, f"{width} {line} {colour}"
        elif value in {"none", "0"}:
            yield name, "none"

    return made


def _family(value: str) -> Iterator[tuple[str, str]]:
    known = [name for part in value.split(",") if (name := part.strip(" \"'")) in _FONTS]
    if known:
        yield "font-family", ",".join(known)


_PROPERTIES: dict[str, Callable[[str], Iterator[tuple[str, str]]]] = {
    "color": _coloured("color"),
    "background": _coloured("background-color"),
    "background-color": _coloured("background-color"),
    "font-size": _size,
    "font-family": _family,
    "font-weight": _one_of("font-weight", "bold", "bolder", "normal", *(f"{n}00" for n in range(1, 10))),
    "font-style": _one_of("font-style", "italic", "normal", "oblique"),
    "text-align": _one_of("text-align", "left", "right", "center", "justify"),
    "text-decoration": _one_of("text-decoration", "none", "underline", "line-through"),
    "vertical-align": _one_of("vertical-align", "top", "middle", "bottom", "baseline"),
    "white-space": _one_of("white-space", "normal", "pre-wrap", "pre-line"),
    "display": _one_of("display", "inline", "block", "inline-block"),
    "float": _one_of("float", "left", "none"),  # to the right, a wide one would leave the page on the left
    "clear": _one_of("clear", "left", "right", "both", "none"),
    "list-style": _one_of("list-style", "none"),
    "width": _width,
    **{name: _border(name) for name in ("border", *(f"border-{side}" for side in _SIDES))},
    **{name: _space(name) for kind in ("margin", "padding") for name in (kind, *(f"{kind}-{side}" for side in _SIDES))},
}


def _matching(pattern: str) -> Callable[[str], str | None]:
    compiled = re.compile(pattern)
    return lambda value: value if compiled.fullmatch(value) else None


def _wide(value: str) -> str | None:
    found = _LENGTH.fullmatch(value)
    if found is None or found[2] not in {"px", "%", ""}:
        return None
    return f"{min(float(found[1]), _MOST[found[2]]):g}{'%' if found[2] == '%' else ''}"


def _up_to(most: int) -> Callable[[str], str | None]:
    return lambda value: str(min(int(value), most)) if re.fullmatch(r"[0-9]{1,6}", value) else None


_ATTRIBUTES: dict[tuple[str, str], Callable[[str], str | None]] = {
    ("", "align"): _matching("left|right|center|justify"),
    ("table", "align"): _matching("left|center"),
    ("img", "align"): _matching("left|top|middle|bottom"),
    ("", "valign"): _matching("top|middle|bottom|baseline"),
    ("", "bgcolor"): _colour,
    ("font", "color"): _colour,
    ("font", "size"): _matching(r"[+-]?[1-7]"),
    ("font", "face"): lambda value: next((family for _, family in _family(value)), None),
    ("", "border"): _up_to(9),
    ("", "cellpadding"): _up_to(30),
    ("", "cellspacing"): _up_to(30),
    ("", "colspan"): _up_to(100),
    ("", "rowspan"): _up_to(100),
    ("", "width"): _wide,
    ("img", "height"): _wide,
    ("ol", "start"): _up_to(999_999),
    ("", "lang"): _matching(r"[a-z]{2,3}(-[a-z]{2,4})?"),
}
"""By element and name; those that stand for no element go for all that have none of their own."""
