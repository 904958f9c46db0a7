"""Texts that people typed, as the market prints them and as they read in a browser."""

from __future__ import annotations

from html import escape

__all__ = ["as_read", "line_as_read", "mask", "printed"]


def printed(text: str) -> str:
    """A text as HTML, each end of a line as a break."""
    return escape(text, quote=False).replace("\r\n", "\n").replace("\n", "<br />\n")


def as_read(text: str) -> str | None:
    """A text of several lines as a browser shows it: white space in a line is one space. None if nothing is left."""
    lines = [line_as_read(line) for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).strip("\n") or None


def line_as_read(text: str) -> str:
    """A text on one line as a browser shows it."""
    return " ".join(text.split())


def mask(buyer: str) -> str:
    """What the market shows of a buyer's name: the first and the last character."""
    return f"{buyer[0]}**{buyer[-1]}"
