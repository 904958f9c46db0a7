"""Print rows as CSV, for programs as they are, for a spreadsheet so that no text in them becomes a formula."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.cli.tables import shown
from cryptodrug_scraper.output import no_formula

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["csv_line"]

_QUOTED = re.compile(r'[",\r\n]|^\s|\s\Z|^\Z')
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?\Z")


def csv_line(values: Sequence[object], *, for_spreadsheet: bool = True) -> bytes:
    """
    Return a line of CSV (RFC 4180), in UTF-8. As in PostgreSQL's, NULL is an empty field, and an empty text is ``""``.

    Args:
        values: values of a row.
        for_spreadsheet: by the rule of OWASP, quote every text and put an apostrophe before what a spreadsheet could
            take for the beginning of a formula. Numbers stay numbers, those in texts too.
    """
    fields = (_for_spreadsheet(value) if for_spreadsheet else _field(value) for value in values)
    return (",".join(fields) + "\n").encode("utf-8", "surrogateescape")


def _field(value: object) -> str:
    text = shown(value)
    return _quoted(text) if value is not None and _QUOTED.search(text) else text


def _for_spreadsheet(value: object) -> str:
    text = shown(value)
    if value is None or _NUMBER.match(text):
        return text
    return _quoted(no_formula(text))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
