"""A text as a reader's eye takes it, with the place in the text of each of its characters."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

__all__ = ["Legible", "legible"]

_PLAIN = re.compile(r"[^&%<\\]*\Z")
_TAG = r"</?[A-Za-z][^<>]{0,2000}>|<!--.{0,2000}?-->"
_CHARACTER = (
    r"(?P<plain>[\x00-$'-;=-\[\]-\x7f]+)"
    r"|(?P<escape>\\u(?P<code>[0-9a-fA-F]{4})|\\[nrtbf])"
    r"|(?P<entity>&(?:amp;)*(?:#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31};))"
    r"|(?P<percent>(?:%(?:25)*[0-9A-Fa-f]{2})+)|."
)
_UNIT = re.compile(rf"{_TAG}|{_CHARACTER}", re.DOTALL)
_UNIT_OF_TEXT = re.compile(_CHARACTER, re.DOTALL)
_ENCODED_AGAIN = re.compile(r"%(?:25)+")
_ALIKE = str.maketrans(
    "авекмнорстухѕіјԁԛԝһӏ" + "αορνικτυχβηγ" + "ıłøđħɡɑ" + "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "abekmhopctyxsijdqwhl" + "aopviktuxbny" + "ilodhga" + "abcdefghijklmnoprstuvwyz",
)
"""Letters of other alphabets that look like those of ours, after `str.casefold`."""
_ROWS_OF_LETTERS = (0x1F150, 0x1F170, 0x1F1E6)
"""First of the white letters in circles and squares, and of the letters of flags: NFKC leaves them."""
_LETTERS = 26
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""They show nothing, though Unicode counts them among letters, marks and symbols."""
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
"""Signs without width, and marks upon a letter."""


@dataclass(frozen=True, slots=True)
class Legible:
    """
    What is read in a text.

    Attributes:
        said: in small letters without marks: entities and per cent signs are decoded, letters that look like ours are
            ours, signs without width are gone, and a tag is a space.
        starts: where in the text each character of it begins; None if each stands where it stood.
        ends: where it ends.
    """

    said: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text a part of what is read stands; the part is not empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def legible(text: str, *, is_markup: bool = True) -> Legible:
    """
    Read a text as an eye does.

    Args:
        text: of a page.
        is_markup: whether a tag in it is markup, or characters like others.
    """
    if text.isascii() and _PLAIN.match(text):
        return Legible(text.lower())
    said: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for unit in (_UNIT if is_markup else _UNIT_OF_TEXT).finditer(text):
        if unit["plain"]:
            said.append(unit[0].lower())
            starts.extend(range(unit.start(), unit.end()))
            ends.extend(range(unit.start() + 1, unit.end() + 1))
            continue
        for character in _read(unit):
            said.append(character)
            starts.append(unit.start())
            ends.append(unit.end())
    return Legible("".join(said), starts, ends)


def _read(unit: re.Match[str]) -> str:
    if unit[0].startswith("<") and len(unit[0]) > 1:
        return " "
    if unit["escape"]:
        written = chr(int(unit["code"], 16)) if unit["code"] else " "
    elif unit["entity"]:
        written = html.unescape(unit["entity"].replace("amp;", ""))
    elif unit["percent"]:
        written = unquote(_ENCODED_AGAIN.sub("%", unit["percent"]), errors="replace")
    else:
        written = unit[0]
    return "".join(map(_seen, written))


@lru_cache(maxsize=8192)
def _seen(character: str) -> str:
    for first in _ROWS_OF_LETTERS:
        if first <= ord(character) < first + _LETTERS:
            return chr(ord("a") + ord(character) - first)
    if character in _BLANKS or unicodedata.category(character) in _UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character).casefold()).translate(_ALIKE)
    return "".join(each for each in plain if each not in _BLANKS and unicodedata.category(each) not in _UNSEEN)
