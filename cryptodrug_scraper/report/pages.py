"""Numbers of pages in sentences: as they are, or in what anybody may see as those of the rows beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.disclosure.counts import rounded_sum
from cryptodrug_scraper.disclosure.threshold import FEWEST
from cryptodrug_scraper.words.joining import Number

if TYPE_CHECKING:
    import polars as pl

    from cryptodrug_scraper.report.parts import Study

__all__ = ["page_count", "page_number", "page_rounding"]


def page_number(study: Study, rows: pl.DataFrame, name: str) -> Number:
    """
    Return how many pages there are in all rows.

    Args:
        study: whose words these are.
        rows: as they are shown.
        name: the column with the numbers.
    """
    words, number = study.words, _sum(study, rows, name)
    return Number.of(words("times.one_to_four"), is_one=False) if number is None else words.number(number)


def page_count(study: Study, rows: pl.DataFrame) -> str:
    """Return how many pages there are in all rows, with what is counted."""
    words, number = study.words, _sum(study, rows, "pages")
    return words("times.one_to_four") if number is None else words.many("reading.n", number)


def page_rounding(study: Study) -> list[str]:
    """Say how numbers of pages are rounded, where they are."""
    words = study.words
    return [] if study.scope.is_identified else [words("times.few", few=words.number(FEWEST))]


def _sum(study: Study, rows: pl.DataFrame, name: str) -> int | None:
    if study.scope.is_identified:
        return int(rows[name].sum() or 0)
    found: int | None = rows.select(rounded_sum(name)).item()
    return found
