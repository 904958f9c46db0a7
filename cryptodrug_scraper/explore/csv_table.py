"""A table as CSV, in which no text becomes a formula when a spreadsheet opens it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["csv_of"]

_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?\Z")
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")


def csv_of(names: Sequence[str], batches: Iterable[Iterable[Sequence[object]]]) -> Iterator[bytes]:
    """
    Give the rows under their names (RFC 4180, UTF-8), some at a time. NULL is an empty field; every text is quoted, and
    one that a spreadsheet could run has an apostrophe before it.
    """
    yield _lines([names])
    for rows in batches:
        yield _lines(rows)


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    lines = [",".join(_field(value) for value in row) + "\r\n" for row in rows]
    return "".join(lines).encode("utf-8", "surrogateescape")


def _field(value: object) -> str:
    if value is None:
        return ""
    text = shown(value)
    if _NUMBER.match(text) and not isinstance(value, str):
        return text
    if _FORMULA.match(text) and not _NUMBER.match(text):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"'
