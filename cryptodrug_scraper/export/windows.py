"""Windows of time in SQL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.export.selection import Selection

__all__ = ["in_window", "windowed"]

_CALL = re.compile(r"WINDOW\(([^()]*)\)")
_LAST_DAY = "month + interval '1 month' - interval '1 day'"
_CONDITION = (
    "(%(markets)s::text[] IS NULL OR {market} = ANY (%(markets)s)) "
    "AND (%(last)s::date IS NULL OR {begins} < %(last)s::date + 1) "
    "AND (%(first)s::date IS NULL OR coalesce({ends}, {begins}) >= %(first)s::date)"
)


def windowed(sql: str) -> str:
    """
    Put what it means for each ``WINDOW(begins, ends, market)`` in SQL.

    It says that the time of a row, from one column to the other, and the window have a moment in common, and that the
    row is of a market that is asked for. ``ends`` is ``begins``, and ``market`` the column of that name, where they are
    left out; a ``month`` ends with its last day. A row whose time is not known is in no window.
    """
    return _CALL.sub(_condition, sql)


def in_window(selection: Selection) -> dict[str, object]:
    """The parameters of SQL made by `windowed`."""
    return {"first": selection.first, "last": selection.last, "markets": list(selection.markets) or None}


def _condition(call: re.Match[str]) -> str:
    begins, *more = (part.strip() for part in call[1].split(","))
    ends = more[0] if more else _LAST_DAY if begins == "month" else begins
    return _CONDITION.format(begins=begins, ends=ends, market=more[1] if len(more) > 1 else "market")
