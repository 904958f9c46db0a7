"""The sentences of reasons, in English, beside their codes."""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.words.reasons import sentence
from cryptodrug_scraper.words.wording import Words

__all__ = ["in_english"]


def in_english(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """
    Return rows with the sentence of a reason; null where there is none.

    Args:
        rows: with the reason's code and values (JSON), as ``{column}_code`` and ``{column}_values``.
        column: the name that its sentence gets.
    """
    words = Words("en")
    kept = rows.select(f"{column}_code", f"{column}_values").rows()
    reasons = (Reason.of(code, values) for code, values in kept)
    told = [None if reason is None else sentence(words, reason) for reason in reasons]
    return rows.with_columns(pl.Series(column, told, dtype=pl.String))
