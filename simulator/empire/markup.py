"""Texts that people typed, and names of buyers, as Empire puts them into markup and as they are read there."""

from __future__ import annotations

import re

__all__ = ["TITLE_BYTES", "cut_title", "escape", "loose", "mask", "one_line"]

TITLE_BYTES = 77
"""Length to which the home page cuts titles, in bytes and without regard to characters."""
_MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}
_MISREAD = re.compile(r"&(?=[#\w])|<(?=[A-Za-z/!?])")


def escape(text: str) -> str:
    """Escape a text for markup."""
    return text.translate(_MARKUP)


def loose(text: str) -> str:
    """
    A title or comment as the market prints it: signs of markup stay raw, which gives its pages their bare ``&`` and
    ``<<``, except where a browser would read a tag or a character reference.
    """
    return _MISREAD.sub(lambda found: "&amp;" if found[0] == "&" else "&lt;", text)


def one_line(text: str) -> str:
    """A text of one line as a browser shows it: runs of white space are one space."""
    return " ".join(text.split())


def cut_title(title: str) -> str:
    """
    A title as the home page cuts it, which may end within a character: the bytes left of one are then surrogate
    escapes, which the page's encoder turns back.
    """
    return title.encode()[:TITLE_BYTES].decode(errors="surrogateescape")


def mask(buyer: str) -> str:
    """A buyer's name between its first and last character: ``b***s``."""
    return f"{buyer[:1]}***{buyer[-1:]}"
