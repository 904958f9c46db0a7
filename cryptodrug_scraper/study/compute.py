"""Compute findings: each by the very statement that it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.measures.verdicts import Figure, judge
from cryptodrug_scraper.study.file import sql_of
from cryptodrug_scraper.study.finding import Finding, why_in
from cryptodrug_scraper.words.reasons import sentence
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Measure, Study

__all__ = ["findings"]

_MARKETS = "SELECT DISTINCT s.market FROM research.snapshot s ORDER BY s.market"


def findings(connection: Connection, asked: Asked, study: Study, language: str = "en") -> Iterator[Finding]:
    """
    Measure all findings on the current derivation, one after the other.

    Args:
        connection: of the database.
        asked: the country, the window, and how to count.
        study: what is judged.
        language: of the sentences, one of `words.wording.LANGUAGES`.

    Raises:
        StoreError: the database refuses a statement.
    """
    seen = connection.exec_driver_sql(_MARKETS).scalars().all()
    markets = (*study.markets, *(market for market in seen if market not in study.markets))
    words = Words(language)
    for number in dict.fromkeys(measure.finding for measure in study.measures):
        for market in markets:
            for measure in study.measures:
                if measure.finding == number and measure.is_of(market):
                    yield _found(connection, study, measure, market, asked, words)


def _found(connection: Connection, study: Study, measure: Measure, market: str, asked: Asked, words: Words) -> Finding:
    asked = asked if measure.days is None else asked.within(*measure.days)
    values = {**measure.values, **(measure.of_country if asked.country == study.country else {})}
    sql = sql_of(study, measure.statement, asked, market, values)
    row = _row(connection, sql)
    figure = Figure(row["value"], row["low"], row["high"], row["n"], row["vendors"], row["grade"])
    judged = judge(figure, measure.claimed, measure.unit)
    reason: dict[str, Any] = {
        "why_code": judged.why.code,
        "why_values": judged.why.kept(),
        "details_code": None if row["details"] is None else f"detail.{measure.details}",
        "details_values": row["details"],
        "cases": None,
    }
    if measure.cases and figure.value:
        reason["cases"] = " ".join(sql_of(study, measure.cases, asked, market, values).split())
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
        study=sentence(words, measure.study),
        verdict=judged.verdict,
        why=why_in(words, reason),
        sql=sql,
        **reason,
    )


def _row(connection: Connection, sql: str) -> dict[str, Any]:
    try:
        return dict(connection.exec_driver_sql(sql.replace("%", "%%")).mappings().one())
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        msg = f"the database refuses to measure a finding: {str(error.orig).strip()}"
        raise StoreError(msg) from error
