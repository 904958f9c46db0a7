"""Compute findings: each by the very statement that it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.derive.findings.after_closure import AFTER_CLOSURE
from cryptodrug_scraper.derive.findings.amounts import AMOUNTS
from cryptodrug_scraper.derive.findings.goods import GOODS
from cryptodrug_scraper.derive.findings.measure import Finding
from cryptodrug_scraper.derive.findings.origins import MOVES, PARTNERS
from cryptodrug_scraper.derive.findings.places import PLACES
from cryptodrug_scraper.derive.findings.shares import SHARES, TRENDS
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.measures.verdicts import Figure, judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from cryptodrug_scraper.derive.findings.asked import Asked
    from cryptodrug_scraper.derive.findings.measure import Measure

__all__ = ["MEASURES", "STUDY_MARKETS", "findings"]

STUDY_MARKETS = ("dream", "wallstreet", "empire")
"""The markets that the study looked at: each has its findings, also where nothing was observed of it."""
MEASURES: tuple[Measure, ...] = (
    *SHARES,
    *TRENDS,
    *PARTNERS,
    *MOVES,
    *AMOUNTS,
    *GOODS,
    *PLACES,
    *AFTER_CLOSURE,
)
"""All measures, in the order of the findings."""
_MARKETS = "SELECT DISTINCT s.market FROM research.snapshot s ORDER BY s.market"


def findings(connection: Connection, asked: Asked) -> Iterator[Finding]:
    """
    Measure all findings on the current derivation, one after the other.

    Args:
        connection: of the database.
        asked: the country, the window, and how to count.

    Raises:
        StoreError: the database refuses a statement.
    """
    seen = connection.exec_driver_sql(_MARKETS).scalars().all()
    markets = (*STUDY_MARKETS, *(market for market in seen if market not in STUDY_MARKETS))
    for number in dict.fromkeys(measure.finding for measure in MEASURES):
        for market in markets:
            for measure in MEASURES:
                if measure.finding == number and (measure.markets is None or market in measure.markets):
                    yield _found(connection, measure, market, asked)


def _found(connection: Connection, measure: Measure, market: str, asked: Asked) -> Finding:
    asked = asked if measure.days is None else asked.within(*measure.days)
    sql = asked.fill(measure.sql, market)
    row = _row(connection, sql)
    figure = Figure(row["value"], row["low"], row["high"], row["n"], row["vendors"], row["grade"])
    cases = asked.fill(measure.cases, market) if measure.cases and figure.value else None
    judged = judge(figure, measure.claim, measure.unit)
    return Finding(
        finding=measure.finding,
        market=market,
        measure=measure.name,
        unit=measure.unit,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        n=figure.n,
        vendor_count=figure.vendors,
        country=asked.country if measure.is_of_country else None,
        first_day=asked.first_day,
        last_day=asked.last_day,
        definition=asked.definition if measure.has_definition else None,
        attribution=asked.attribution if measure.has_attribution else None,
        grade=figure.grade,
        study=measure.study,
        verdict=judged.verdict,
        why=_why(judged.why, row["said"], cases),
        sql=sql,
    )


def _why(why: str, said: str | None, cases: str | None) -> str:
    told = why if said is None else f"{why} ({said})"
    return told if cases is None else f"{told}; to list them: {cases}"


def _row(connection: Connection, sql: str) -> dict[str, Any]:
    try:
        return dict(connection.exec_driver_sql(sql.replace("%", "%%")).mappings().one())
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        msg = f"the database refuses to measure a finding: {str(error.orig).strip()}"
        raise StoreError(msg) from error
