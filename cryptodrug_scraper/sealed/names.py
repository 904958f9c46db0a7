"""Rows as they may be seen without pages, and whose pseudonyms stand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.export.pseudonyms import pseudonyms
from cryptodrug_scraper.export.table import kind_of
from cryptodrug_scraper.export.treatment import CODED, Treatment, treatment_of
from cryptodrug_scraper.sealed.question import NameLine

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Treated", "treated_rows"]


class Treated:
    """
    Rows that identify nobody by themselves.

    Attributes:
        frame: the rows.
        names: whose their pseudonyms are.
        withheld: columns that were left out.
    """

    def __init__(self) -> None:
        self.frame = pl.DataFrame()
        self.names: list[NameLine] = []
        self.withheld: list[str] = []


def treated_rows(frame: pl.DataFrame, key: bytes, markets: Collection[str], *, is_own: bool) -> Treated:
    """
    Replace what names somebody, as exports do.

    Args:
        frame: the rows.
        key: of the pseudonyms.
        markets: the codes that there are.
        is_own: whether they are of SQL of somebody's own, who may call any column as they like: of its texts then only
            pseudonyms and codes of markets stay.
    """
    found = Treated()
    kept = []
    known: dict[str, NameLine] = {}
    for series in frame:
        treatment, how = treatment_of(series.name, kind_of(series.dtype))
        if treatment is Treatment.WITHHOLD or (
            is_own and how is None and series.name in CODED and not _are_plain(series, markets)
        ):
            found.withheld.append(series.name)
        elif how is None:
            kept.append(series)
        elif series.dtype == pl.String and (how.of_market is None or how.of_market in frame.columns):
            of = None if how.of_market is None else frame[how.of_market]
            made = pseudonyms(series, of, how, key)
            kept.append(made)
            for value, pseudonym, market in zip(series, made, [None] * len(made) if of is None else of, strict=True):
                if value is not None:
                    known[pseudonym] = NameLine(pseudonym=pseudonym, kind=how.kind, market=market, value=value)
        else:
            found.withheld.append(series.name)
    found.frame = pl.DataFrame(kept)
    found.names = [known[pseudonym] for pseudonym in sorted(known)]
    return found


def _are_plain(series: pl.Series, markets: Collection[str]) -> bool:
    """Whether a column holds no text but codes of markets."""
    if series.dtype == pl.String:
        return set(series.drop_nulls()) <= set(markets)
    return not isinstance(series.dtype, pl.List)
