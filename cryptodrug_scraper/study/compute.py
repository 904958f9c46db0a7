"""Compute findings: each by the very statement that it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.measures.verdicts import Exists, Figure, NoneAbove, judge, untold_of
from cryptodrug_scraper.study.current import data_window
from cryptodrug_scraper.study.filling import sql_of
from cryptodrug_scraper.study.finding import NO_CLAIM, OTHER_WINDOW, Finding, why_in
from cryptodrug_scraper.study.questions import questions
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from cryptodrug_scraper.reason import Reason
    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study
    from cryptodrug_scraper.study.questions import Question

__all__ = ["findings"]

_MARKETS = "SELECT DISTINCT s.market FROM research.snapshot s ORDER BY s.market"


def findings(
    connection: Connection, asked: Asked, study: Study, language: str = "en", neighbours: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """
    Measure all findings on the current derivation, one after the other.

    Args:
        connection: of the database.
        asked: the country, the window, and how to count.
        study: whose claims are judged, and whose questions are asked.
        language: of the sentences, one of `words.wording.LANGUAGES`.
        neighbours: of the country, where it is another than the study's; none: those that are declared.

    Raises:
        StoreError: the database refuses a statement.
    """
    markets = connection.exec_driver_sql(_MARKETS).scalars().all()
    words = Words(language)
    for question in questions(study, asked, markets, neighbours, data_window(connection)):
        yield _found(connection, study, question, words)


def _found(connection: Connection, study: Study, question: Question, words: Words) -> Finding:
    claim, market, asked = question.claim, question.market, question.asked
    measure = claim.measured
    values = {**measure.fixed, **question.values}
    sql = sql_of(study, measure.statement or claim.measure, asked, market, values)
    row = _row(connection, sql)
    figure = Figure(
        row["value"], row["low"], row["high"], row["n"], row["vendors"], row["grade"], row.get("certain", 0)
    )
    verdict, why = _judged(question, figure)
    reason: dict[str, Any] = {
        "why_code": why.code,
        "why_values": why.kept(),
        "details_code": None if row["details"] is None else f"detail.{measure.details}",
        "details_values": row["details"],
        "cases": None,
    }
    if measure.cases and figure.value:
        reason["cases"] = " ".join(sql_of(study, measure.cases, asked, market, values).split())
    return Finding(
        finding=claim.finding,
        market=market,
        measure=claim.figure,
        unit=measure.unit_of(claim.values),
        value=figure.value,
        low=figure.low,
        high=figure.high,
        n=figure.n,
        vendor_count=figure.vendors,
        country=asked.country if measure.of == "country" else None,
        first_day=asked.first_day,
        last_day=asked.last_day,
        definition=asked.definition if measure.has_definition else None,
        attribution=asked.attribution if measure.depends_on_attribution(claim.values) else None,
        grade=figure.grade,
        study=question.said(study, words),
        verdict=verdict,
        why=why_in(words, reason),
        sql=sql,
        study_id=study.id,
        claim_id=claim.id,
        **reason,
    )


def _judged(question: Question, figure: Figure) -> tuple[str, Reason]:
    claimed = question.claim.claimed_of(question.values)
    unit = question.claim.measured.unit_of(question.claim.values)
    if question.verdict is None or question.why is None:
        judged = judge(figure, claimed, unit)
        is_case = (isinstance(claimed, Exists) and judged.verdict == "agrees") or (
            isinstance(claimed, NoneAbove) and judged.verdict == "disagrees"
        )
        if question.part is None or is_case:
            return judged.verdict, judged.why
        return OTHER_WINDOW, question.part
    lacking = untold_of(figure, claimed, unit) if question.verdict == NO_CLAIM else None
    return question.verdict, lacking or question.why


def _row(connection: Connection, sql: str) -> dict[str, Any]:
    try:
        return dict(connection.exec_driver_sql(sql.replace("%", "%%")).mappings().one())
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        msg = f"the database refuses to measure a finding: {str(error.orig).strip()}"
        raise StoreError(msg) from error
