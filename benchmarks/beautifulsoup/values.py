"""Values out of tags: lines, blocks, amounts, days."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, TypeAlias

from bs4 import BeautifulSoup

__all__ = ["Fields", "Tag", "block", "count", "day", "line", "prices", "soup_of"]

Fields = dict[str, Any]
"""One record."""
Tag: TypeAlias = Any
"""A tag that is there, whatever the library's types say: most scrapers do not look."""

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "฿": "BTC"}
_PRICE = re.compile(r"(?:([$€£฿]|\b[A-Z]{3}\b) ?)?(\d[\d,']*(?:\.\d+)?)(?: ?([$€£฿]|[A-Z]{3}\b))?")


def soup_of(body: bytes) -> Tag:
    """Parse a page."""
    return BeautifulSoup(body, "lxml", from_encoding="utf-8")


def line(tag: Tag) -> str:
    """All text on one line."""
    return " ".join(tag.get_text(" ").split())


def block(tag: Tag) -> str | None:
    """The text with its line breaks."""
    for mark in tag.find_all("br"):
        mark.replace_with("\n")
    lines = [part.rstrip() for part in tag.get_text().replace("\r", "").split("\n")]
    return "\n".join(lines).strip() or None


def count(text: str) -> int:
    """A number with its separators."""
    return int(re.sub(r"[^\d]", "", text))


def prices(text: str) -> list[tuple[float, str]]:
    """Every amount in a text, with its currency."""
    found = []
    for before, number, after in _PRICE.findall(text):
        sign = before or after
        if sign:
            amount = float(number.replace(",", "").replace("'", ""))
            found.append((round(amount, 8), _SIGNS.get(sign, sign)))  # the page prints digits of its own arithmetic
    return found


def day(text: str, form: str) -> str:
    """A printed day as ISO 8601."""
    return datetime.strptime(text.strip(), form).date().isoformat()  # noqa: DTZ007  # a day has no zone
