"""
What pages of one month state, read from the database once and then kept in files.

A reading states the same whenever it is asked, so the rows of a frame are named by the readings of the month: of a
month in which none is new or gone they are taken from there.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.statements import statement, with_values

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    import polars as pl

    from cryptodrug_scraper.derive.kept import Kept

__all__ = ["BY_MONTH", "Month", "asked_by_month", "names_of"]

BY_MONTH = (
    "pages",
    *("listings", "tiers", "prices", "shipping", "exclusions"),
    *("vendors", "counters", "external", "reviews", "totals"),
)
"""Frames of which there are many rows: each row is of a reading, and of none that another month has."""


class Month(NamedTuple):
    """
    The readings of a market in a month.

    Attributes:
        first: its first day (UTC); None: the readings have no time.
        readings: how many there are.
        digest: tells which.
    """

    first: date | None
    readings: int
    digest: str


def asked_by_month(
    name: str,
    market: str,
    months: Collection[Month],
    ask: Callable[[str], Iterator[pl.DataFrame]],
    kept: Kept | None = None,
) -> Iterator[pl.DataFrame]:
    """
    Give the rows of a frame a block at a time: month by month where they are kept, else those of all months at once.

    Args:
        name: one of `BY_MONTH`.
        market: code of the market.
        months: those of its readings; none: there are none, and no row.
        ask: gives what the database answers, a block at least.
        kept: where rows are kept; None: they are asked for each time.
    """
    sql = statement(__package__, name)
    if kept is None:
        days = [month.first for month in months if month.first is not None]
        if days:
            yield from ask(with_values(sql, {"market": market, **_limits(min(days), max(days))}))
        if len(days) < len(months) or not days:
            yield from ask(with_values(sql, {"market": market, **_limits(None, None)}))
        return
    for month in months or (Month(None, 0, ""),):
        of_month = with_values(sql, {"market": market, **_limits(month.first, month.first)})
        result = _name(kept, name, market, month)
        known = kept.result(result)
        if known is None:
            frames = []
            for block in ask(of_month):
                frames.append(kept.put(block))
                yield block
            kept.note(result, {str(number): frame for number, frame in enumerate(frames)})
        else:
            for number in range(len(known)):
                yield kept.get(known[str(number)])


def names_of(kept: Kept, market: str, months: Collection[Month]) -> set[str]:
    """The names of all that is kept of some months of a market, that of the frames among them."""
    found = set()
    for month in months:
        for name in BY_MONTH:
            result = _name(kept, name, market, month)
            found |= {result, *(kept.result(result) or {}).values()}
    return found


def _name(kept: Kept, name: str, market: str, month: Month) -> str:
    return kept.named(name, statement(__package__, name), market, month)


def _limits(first: date | None, last: date | None) -> dict[str, object]:
    """From the first instant of a month to that of the month behind another one; null for pages without a time."""
    if first is None or last is None:
        return dict.fromkeys(("since", "until", "since_day", "until_day"))
    year, number = divmod(last.year * 12 + last.month, 12)
    behind = date(year, number + 1, 1)
    since, until = (datetime(day.year, day.month, 1, tzinfo=UTC) for day in (first, behind))
    return {"since": since, "until": until, "since_day": first, "until_day": behind}
