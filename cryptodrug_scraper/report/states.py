"""
What stands where a number does not: it is withheld, too few to say, not known, or of an interval that is not known.

Nothing is a number: none. So a cell, and a row of a picture, has one of these words, and one function says which. Where
one end of an interval is known, it is told in a cell: so much or more, so much or less. Where
rows themselves are left out, that there are none and that there are few must look the same (`parts.Figure.leaves_out`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import polars as pl

from cryptodrug_scraper.measures.estimators.told import is_told
from cryptodrug_scraper.report.small import HIDDEN, UNTOLD, missing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cryptodrug_scraper.measures.estimators.told import Ratio
    from cryptodrug_scraper.words.wording import Words

__all__ = ["WITHHELD", "State", "known_end", "noted", "said", "state", "word"]

State: TypeAlias = Literal["shown", "withheld", "untold", "open", "unknown"]
WITHHELD = "withheld_columns"
"""The column that names the columns of a row whose values are withheld."""
_WORDS: Mapping[State, str] = {
    "withheld": "small.cell",
    "untold": "untold.cell",
    "open": "untold.open",
    "unknown": "small.unknown",
}


def noted(raw: pl.DataFrame, shown: pl.DataFrame, closed: Collection[str] = ()) -> pl.DataFrame:
    """
    Return rows as they are shown, with `WITHHELD`: what is there in the raw rows, the same ones, and not here.

    Args:
        raw: as they were asked.
        shown: as they are published; columns that were made of what is shown are withheld where the row is hidden.
        closed: columns of which it would tell something that there is no value: all that is not shown is withheld.
    """
    names = [name for name in shown.columns if name != HIDDEN]
    taken = []
    for name in names:
        gone = missing(shown, name)
        if name not in closed:
            gone &= ~missing(raw, name) if name in raw.columns else shown[HIDDEN]
        taken.append(gone)
    rows = [[name for name, is_gone in zip(names, row, strict=True) if is_gone] for row in zip(*taken, strict=True)]
    return shown.with_columns(pl.Series(WITHHELD, rows, dtype=pl.List(pl.String)))


def state(row: Mapping[str, Any], name: str, kind: Ratio | None = None, ends: tuple[str, str] | None = None) -> State:
    """
    Return what is said of a value.

    Args:
        row: of a table or a picture.
        name: of the column.
        kind: what it is, if it is a ratio.
        ends: the columns of both ends of its interval, if it has one.
    """
    value = row[name]
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        if name in (row.get(UNTOLD) or ()):
            return "untold" if known_end(row, ends) is None else "open"
        is_withheld = name in row[WITHHELD] if WITHHELD in row else row.get(HIDDEN)
        return "withheld" if is_withheld else "unknown"
    if kind is None or ends is None:
        return "shown"
    low, high = row[ends[0]], row[ends[1]]
    if low is None or high is None:
        return "open"
    return "shown" if is_told(kind, low, high) else "untold"


def known_end(row: Mapping[str, Any], ends: tuple[str, str] | None) -> str | None:
    """Return which of both ends is the only one known, if it says anything; None: both are known, or none."""
    known = [name for name in ends or () if row[name] is not None]
    return known[0] if len(known) == 1 and row[known[0]] > 0 else None


def word(words: Words, found: State) -> str:
    """Return the word of a state in which nothing is shown."""
    return words(_WORDS[found])


def said(frame: pl.DataFrame, words: Words, name: str, ends: tuple[str, str] | None = None) -> pl.Series:
    """Return the word of each row of a picture that has no value; none where it has. Arguments as of `state`."""
    known = (state(row, name, ends=ends) for row in frame.iter_rows(named=True))
    return pl.Series("said", [None if each == "shown" else word(words, each) for each in known], dtype=pl.String)
