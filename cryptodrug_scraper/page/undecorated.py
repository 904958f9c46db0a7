"""
Take the decoration off a title: letters of other shapes, accents, emoji, and what cannot be seen.

Vendors write "5g" in letters of full width, in bold ones or small capitals, with lines through it, or with a space of
no width in it: all are 5g.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["undecorated"]

_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True))
_MEANT = {
    **_SMALL_CAPITALS,
    **dict.fromkeys("✕✖❌✗✘╳", "x"),
    **dict.fromkeys("➕＋", "+"),
    **dict.fromkeys("™®©℠", ""),
    **dict.fromkeys("‘’‛`´", "'"),
    "ß": "ss",
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "Ø": "o",
    "ł": "l",
    "µ": "μ",
}
_FRACTION_SLASH = "\N{FRACTION SLASH}"
_UNSEEN = frozenset({"Mn", "Me", "Cf"})
_PICTURES = frozenset({"So", "Sk", "Cs", "Co", "Cn", "Cc"})
_MOST_KEPT = 4096
_SQUARES = ((0x1F150, 26), (0x1F170, 26))
"""First letters of two alphabets of white on black, which have no plain form in Unicode's own tables."""


class _Plain(dict[int, str]):
    """What stands for a character, worked out when it is met first; bounded, as pages may hold any character."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[code] = plain = _plain(chr(code))
        return plain


def _plain(char: str) -> str:
    if char in _MEANT:
        return _MEANT[char]
    for first, letters in _SQUARES:
        if first <= ord(char) < first + letters:
            return chr(ord("a") + ord(char) - first)
    kind = unicodedata.category(char)
    if kind in _UNSEEN:
        return ""
    if char.isdecimal() and not char.isascii():
        return str(unicodedata.decimal(char))
    apart = unicodedata.normalize("NFKD", char)
    if _FRACTION_SLASH in apart:
        return " " + apart.replace(_FRACTION_SLASH, "/")
    if unicodedata.decomposition(char).startswith(("<super>", "<sub>")) and not apart.isalpha():
        return " "
    if kind in _PICTURES and not apart.isalnum():
        return " "
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()


_PLAIN = _Plain()


def undecorated(text: str) -> str:
    """
    Return a text in small plain letters, with spaces for emoji and pictures.

    Fractions such as "½" become " 1/2". What cannot be seen, accents and lines through letters are left out.
    """
    return text.lower() if text.isascii() else _translated(text)


@lru_cache(maxsize=64)
def _translated(text: str) -> str:
    """The text as `undecorated` returns it; a title is asked for twice, for what is sold and for how much."""
    return text.translate(_PLAIN)
