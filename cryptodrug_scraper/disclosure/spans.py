"""
Sales before and after the ends of other markets, as sums of what is sold between the moments at which these begin.

A report compares equal spans of days before and after each end. Spans of several ends overlap, so their sums differ by
the sales of a few days.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.measures.accounts.migrant_volume import arrived_as, spans
from cryptodrug_scraper.measures.accounts.shocks import observed_until, shocks
from cryptodrug_scraper.study.filling import sql_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.sums import Key
    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study

    _Span = tuple[tuple[str, str, str | None], tuple[str, ...], datetime, datetime, datetime, datetime]
    """Names of its sums, what they are about, and from when until when it lies before, and after."""

__all__ = ["Spans"]

_EVENTS = "SELECT market, event, acts, first_on, last_on, evidence FROM research.market_event"
_LOOKS = "SELECT market, last_at FROM research.snapshot"
_MOVED = "SELECT event, from_market, to_market, to_vendor, class FROM research.migration WHERE to_vendor IS NOT NULL"
_CLASSES = dict.fromkeys(("event", "from_market", "to_market", "to_vendor", "class"), pl.String())
_OF_EVENTS = {
    "market": pl.String(),
    "event": pl.String(),
    "acts": pl.String(),
    "first_on": pl.Date(),
    "last_on": pl.Date(),
    "evidence": pl.String(),
}


class Spans:
    """
    The spans of all ends, and those of a finding.

    Args:
        connection: to the database.
        asked: what findings are about.
        study: whose findings; one without a closure compares no days around one.
    """

    def __init__(self, connection: Connection, asked: Asked, study: Study) -> None:
        def read(sql: str, schema: Mapping[str, Any]) -> pl.DataFrame:
            return pl.DataFrame([tuple(row) for row in connection.exec_driver_sql(sql)], schema=schema, orient="row")

        def apart(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
            return {str(market): rows for (market,), rows in frame.group_by("market")}

        events = apart(read(_EVENTS, _OF_EVENTS))
        looks = apart(read(_LOOKS, {"market": pl.String(), "last_at": pl.Datetime("us", "UTC")}))
        came = arrived_as(read(_MOVED, _CLASSES)).filter(pl.col("class") == "migrant")
        self._came = {(row[0], row[1], row[2], row[3]) for row in came.rows()}
        self._spans: dict[str, list[_Span]] = defaultdict(list)
        for event, source, market, start, resume, length in spans(shocks(events), observed_until(looks, events)).rows():
            known = (("before", "after", "came"), (event, source), start - length, start, resume, resume + length)
            self._spans[market].append(known)
        for market in looks if study.closure is not None else ():
            days = sql_of(study, "days", asked, market).replace("%", "%%")
            for since, at, until in connection.exec_driver_sql(days):
                self._spans[market].append((("days_before", "days_after", None), (), since, at, at, until))

    def edges(self, market: str) -> list[datetime]:
        """Return the moments at which spans on a market begin or end, ascending."""
        return sorted({edge for _, _, *edges in self._spans[market] for edge in edges})

    def keys(self, market: str, vendor: str, at: datetime | None) -> Iterator[tuple[Key, float]]:
        """
        Return the sums that count what an account sold, each with how much of it.

        Args:
            market: on which it sold.
            vendor: the account.
            at: the last of these moments, and of others that divide time more finely, that had passed; None: none had.

        Returns:
            ``("before", market, event, source)``, ``("after", …)`` and, of those who came from there, what they sold
            more after than before, ``("came", …)``; of the finding ``("days_before", market)`` and ``("days_after",
            …)``.
        """
        if at is None:
            return
        for (before, after, came), of, since, start, resume, until in self._spans[market]:
            for kind, first, last, sign in ((before, since, start, -1.0), (after, resume, until, 1.0)):
                if first <= at < last:
                    yield (kind, market, *of), 1.0
                    if came is not None and (*of, market, vendor) in self._came:
                        yield (came, market, *of), sign
