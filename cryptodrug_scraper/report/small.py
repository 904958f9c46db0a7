"""
Cells that rest on few vendors, which a report for the public does not show, and numbers of accounts as it shows them.

A figure of one to four vendors says something of each of them. `disclosure` looks at what several figures tell
together, and rounds numbers of accounts, which then tell nothing by subtraction. A cell to which no vendor adds
anything tells of nobody, and is shown: none above 1,000 EUR is a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.counts import here_of, rounded_to, wilson_of
from cryptodrug_scraper.disclosure.threshold import few
from cryptodrug_scraper.measures.estimators.told import is_drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cryptodrug_scraper.measures.estimators.told import Ratio

__all__ = [
    "HIDDEN",
    "UNTOLD",
    "flagged",
    "hide_marked",
    "hide_small",
    "missing",
    "of_many",
    "points",
    "sayable",
    "untold",
    "with_rounded_share",
    "with_rounded_vendors",
]

HIDDEN = "is_hidden"
"""The column that tells whether the values of a row are hidden."""
UNTOLD = "untold_columns"
"""The column that names the columns of a row whose values are too few to say."""
_WILSON = ("share", "low", "high")


def hide_small(
    frame: pl.DataFrame, values: Sequence[str], *, count: str = "vendor_count", is_identified: bool = False
) -> pl.DataFrame:
    """
    Take away what rests on few vendors.

    Args:
        frame: rows with a number of vendors.
        values: columns whose values become null; the number of vendors with them.
        count: the column with the number of vendors, which is rounded.
        is_identified: hide nothing.

    Returns:
        the rows, with `HIDDEN`.
    """
    nothing = pl.Series([False] * frame.height, dtype=pl.Boolean)
    return hide_marked(frame, values, nothing, count=count, is_identified=is_identified)


def hide_marked(
    frame: pl.DataFrame,
    values: Sequence[str],
    marked: pl.Series,
    *,
    count: str = "vendor_count",
    is_identified: bool = False,
) -> pl.DataFrame:
    """
    Take the values of marked rows away, and of those of few; other arguments and what is returned as of `hide_small`.

    Args:
        frame: rows.
        values: columns whose values become null; the number of vendors with them.
        marked: for each row, whether it is hidden.
        count: the column with the number of vendors, which is rounded.
        is_identified: hide nothing.
    """
    if is_identified:
        return frame.with_columns(pl.lit(value=False).alias(HIDDEN))
    hidden = marked | frame.select(few(count)).to_series()
    names = dict.fromkeys([*values, count])
    rows = frame.with_columns(hidden.alias(HIDDEN)).with_columns(
        pl.when(~pl.col(HIDDEN)).then(pl.col(name)).alias(name) for name in names
    )
    return rounded_to(rows, count)


def flagged(frame: pl.DataFrame, rule: Callable[..., bool], *columns: str) -> pl.Series:
    """Return for each row whether a rule of its values holds."""
    return pl.Series([rule(*row) for row in frame.select(columns).rows()], dtype=pl.Boolean)


def of_many(frame: pl.DataFrame, *, is_identified: bool = False) -> pl.DataFrame:
    """Rows that are there since accounts are in them, without those of few: also that they are there would tell."""
    return frame if is_identified else frame.filter(~few("vendor_count"))


def with_rounded_share(
    frame: pl.DataFrame,
    value: str,
    total: str,
    names: tuple[str, str, str] = _WILSON,
    *,
    reached: str | None = None,
    moved: str | None = None,
    is_identified: bool = False,
) -> pl.DataFrame:
    """
    Numbers of accounts rounded, and their share of all, which is hidden with them, as it follows from them.

    Args:
        frame: rows with both numbers.
        value: the column of how many.
        total: of how many.
        names: of the columns of the share and of both ends of its interval.
        reached: the column of the share of the market that was reached, where the interval is of what happened here.
        moved: of how far ``value`` is at most from what it was, where it was rounded before, and further than others.
        is_identified: change nothing.
    """
    if is_identified:
        return frame
    rounded = rounded_to(frame, value, total)
    if reached is None:
        return wilson_of(rounded, value, total, names)
    return here_of(rounded, value, total, reached, names, moved=moved)


def with_rounded_vendors(frame: pl.DataFrame, *columns: str, is_identified: bool = False) -> pl.DataFrame:
    """Rows whose measure is a number of vendors, with that number rounded in these columns."""
    if is_identified:
        return frame
    rounded, of_vendors = rounded_to(frame, *columns), pl.col("measure") == "vendors"
    return frame.with_columns(
        pl.when(of_vendors).then(rounded[name]).otherwise(pl.col(name)).alias(name) for name in columns
    )


def points(
    frame: pl.DataFrame, kind: Ratio, value: str, ends: tuple[str, str], counts: Sequence[str] = ("vendor_count",)
) -> pl.DataFrame:
    """
    Rows of which those have no value that are too few to be drawn as a point; their interval stays.

    Args:
        frame: rows.
        kind: what the value is.
        value: the column of the value.
        ends: those of both ends of its interval.
        counts: those of the numbers of accounts on which it rests.
    """
    drawn = is_drawn(kind, *ends, counts)
    return untold(frame, frame.with_columns(pl.when(drawn).then(pl.col(value)).alias(value)), value)


def untold(known: pl.DataFrame, shown: pl.DataFrame, *names: str) -> pl.DataFrame:
    """Return the rows that are shown, with `UNTOLD`: of these columns the ones whose values are known, and not here."""
    gone = [missing(shown, name) & ~missing(known, name) for name in names]
    before = shown[UNTOLD].to_list() if UNTOLD in shown.columns else [[]] * shown.height
    rows = [
        [*old, *(name for name, is_gone in zip(names, row, strict=True) if is_gone)]
        for old, row in zip(before, zip(*gone, strict=True), strict=True)
    ]
    return shown.with_columns(pl.Series(UNTOLD, rows, dtype=pl.List(pl.String)))


def missing(frame: pl.DataFrame, name: str) -> pl.Series:
    """Return for each row whether a column has no value; a number that is none is no value."""
    column = frame[name]
    return column.is_null() | column.is_nan().fill_null(value=False) if column.dtype.is_float() else column.is_null()


def sayable(
    frame: pl.DataFrame, kind: Ratio, value: str, ends: tuple[str, str], counts: Sequence[str] = ("vendor_count",)
) -> pl.DataFrame:
    """The rows of which a sentence can be told; arguments are those of `points`."""
    return frame.filter(is_drawn(kind, *ends, counts) & pl.col(value).is_not_null())
