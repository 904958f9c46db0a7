"""Take the addresses of onion services out of texts: they never leave, also in an export that identifies people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.export.legible import legible
from cryptodrug_scraper.export.services import services_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.export.legible import Legible

__all__ = ["SCRUBBED", "scrubbed", "scrubbed_text"]

SCRUBBED = "[onion address]"
"""What stands in the place of an address."""
_LEAST = 16
"""Letters of the shortest address; a text of fewer characters holds none."""


def scrubbed_text(text: str) -> str:
    """Return a text without the addresses of onion services, however they are written: see `services_in`."""
    if len(text) < _LEAST:
        return text
    text = _without_services(text, legible(text))
    return _without_services(text, legible(text, is_markup=False)) if "<" in text else text


def _without_services(text: str, read: Legible) -> str:
    parts, done = [], 0
    for start, end in services_in(read.said):
        first, last = read.place(start, end)
        parts += [text[done:first], SCRUBBED]
        done = last
    return "".join([*parts, text[done:]])


def scrubbed(values: pl.Series) -> pl.Series:
    """Return texts, or lists of them, without the addresses of onion services."""
    if isinstance(values.dtype, pl.List):
        if values.dtype.inner != pl.String:
            return values
        return pl.Series(values.name, [_each(each) for each in values.to_list()], dtype=values.dtype)
    if values.dtype != pl.String:
        return values
    different = values.filter(values.str.len_chars() >= _LEAST).unique()
    changed = {text: made for text in different.to_list() if (made := scrubbed_text(text)) != text}
    return values.replace(changed) if changed else values


def _each(values: Sequence[str | None] | None) -> list[str | None] | None:
    return None if values is None else [value and scrubbed_text(value) for value in values]
