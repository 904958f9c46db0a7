"""Take the addresses of onion services out of texts: they never leave, also in an export that identifies people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SCRUBBED", "scrubbed", "scrubbed_text"]

SCRUBBED = "[onion address]"
"""What stands in the place of an address."""

_LETTERS = "a-zA-Z2-7"
_DOT = r"\s*[\[({<]?\s*(?:[.\uff0e\u3002\u2024\u00b7]|dot|punkt|punt|point|%2[eE])\s*[\])}>]?\s*"
_ADDRESS = re.compile(
    rf"(?:https?://)?(?:[a-z0-9-]+\.)*(?:[{_LETTERS}]{{56}}|[{_LETTERS}]{{16}}){_DOT}onion(?:[:/][^\s\"'<>]*)?"
    rf"|(?<![{_LETTERS}0-9])[a-z2-7]{{55}}d(?![{_LETTERS}0-9])",
    re.IGNORECASE,
)
"""
An address of version 3 (56 letters) or 2 (16), also with its dot written in words, and what follows it; or the letters
of one of version 3 alone, whose last is always d.
"""
_MAY_HOLD_ONE = "(?i)onion|[a-z2-7]{56}"


def scrubbed_text(text: str) -> str:
    """Return a text without the addresses of onion services."""
    return _ADDRESS.sub(SCRUBBED, text)


def scrubbed(values: pl.Series) -> pl.Series:
    """Return texts, or lists of them, without the addresses of onion services."""
    if isinstance(values.dtype, pl.List):
        if values.dtype.inner != pl.String:
            return values
        return pl.Series(values.name, [_each(each) for each in values.to_list()], dtype=values.dtype)
    if values.dtype != pl.String:
        return values
    suspect = values.str.contains(_MAY_HOLD_ONE).fill_null(value=False)
    if not suspect.any():
        return values
    return pl.Series(
        values.name,
        [
            scrubbed_text(value) if may and value is not None else value
            for value, may in zip(values.to_list(), suspect.to_list(), strict=True)
        ],
        dtype=pl.String,
    )


def _each(values: Sequence[str | None] | None) -> list[str | None] | None:
    return None if values is None else [value and scrubbed_text(value) for value in values]
