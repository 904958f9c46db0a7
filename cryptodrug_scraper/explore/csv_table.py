"""A table as CSV, in which no text becomes a formula when a spreadsheet opens it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.shown import shown

if TYPE_CHECKING:
    from cryptodrug_scraper.explore.questions import Table

__all__ = ["as_csv"]

_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?\Z")
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")


def as_csv(table: Table) -> bytes:
    """
    Return the rows under their names (RFC 4180, UTF-8). NULL is an empty field; every text is quoted, and one that a
    spreadsheet could run has an apostrophe before it.
    """
    lines = [",".join(_field(value) for value in row) for row in (table.names, *table.rows)]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8", "surrogateescape")


def _field(value: object) -> str:
    if value is None:
        return ""
    text = shown(value)
    if _NUMBER.match(text) and not isinstance(value, str):
        return text
    if _FORMULA.match(text) and not _NUMBER.match(text):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"'
