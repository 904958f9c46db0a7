"""Compute findings: each by the very statement that it prints."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.measures.verdicts import Exists, Figure, NoneAbove, judge, untold_of
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.study.carried import carried, error_cells, told_carried
from cryptodrug_scraper.study.current import data_window
from cryptodrug_scraper.study.filling import sql_of
from cryptodrug_scraper.study.finding import NO_CLAIM, OTHER_WINDOW, Finding, why_in
from cryptodrug_scraper.study.questions import questions
from cryptodrug_scraper.study.together import together
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from cryptodrug_scraper.adjudication.counts import Cells
    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study
    from cryptodrug_scraper.study.questions import Question

__all__ = ["finding_of", "findings", "measured", "observed_markets"]

_MARKETS = "SELECT DISTINCT s.market FROM research.snapshot s ORDER BY s.market"


def findings(
    connection: Connection, asked: Asked, study: Study, language: str = "en", neighbours: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """
    Measure all findings on the current derivation by one statement: what several of them rest on is worked out once.

    Args:
        connection: of the database.
        asked: the country, the window, and how to count.
        study: whose claims are judged, and whose questions are asked.
        language: of the sentences, one of `words.wording.LANGUAGES`.
        neighbours: of the country, where it is another than the study's; none: those that are declared.

    Raises:
        StoreError: the database refuses a statement.
    """
    markets = observed_markets(connection)
    words = Words(language)
    put = list(questions(study, asked, markets, neighbours, data_window(connection)))
    if put:
        yield from measured(connection, study, put, words)


def observed_markets(connection: Connection) -> list[str]:
    """Return the markets that have a snapshot in the current derivation."""
    return list(connection.exec_driver_sql(_MARKETS).scalars())


def measured(connection: Connection, study: Study, put: Sequence[Question], words: Words) -> Iterator[Finding]:
    """
    Measure questions by one statement.

    Args:
        connection: of the database.
        study: of which they are.
        put: one question at least.
        words: of the sentences.

    Raises:
        StoreError: the database refuses it.
    """
    cells = error_cells(connection)
    statements = [_statement(study, question) for question in put]
    for question, sql, row in zip(put, statements, _rows(connection, statements), strict=True):
        yield _found(study, question, sql, row, words, cells)


def finding_of(connection: Connection, study: Study, question: Question, language: str = "en") -> Finding:
    """
    Measure one question.

    Args:
        connection: of the database.
        study: whose question it is.
        question: what is asked.
        language: of the sentences, one of `words.wording.LANGUAGES`.

    Raises:
        StoreError: the database refuses its statement.
    """
    (found,) = measured(connection, study, [question], Words(language))
    return found


def _statement(study: Study, question: Question) -> str:
    measure = question.claim.measured
    name = measure.statement or question.claim.measure
    return sql_of(study, name, question.asked, question.market, {**measure.fixed, **question.values})


def _found(study: Study, question: Question, sql: str, row: Mapping[str, Any], words: Words, cells: Cells) -> Finding:
    claim, market, asked = question.claim, question.market, question.asked
    measure = claim.measured
    lacking = row["lacking"] and Reason(row["lacking"]["code"], row["lacking"]["values"])
    rests_on = row["n"], row["vendors"], row["grade"], row["certain"]
    counted = Figure(row["value"], row["low"], row["high"], *rests_on, lacking=lacking)
    figure = carried(counted, measure, {**measure.fixed, **question.values}, cells)
    verdict, why = _judged(question, figure)
    details = None if row["details"] is None else Reason(f"detail.{measure.details}", row["details"])
    errors: dict[str, Any] = {}
    if figure is not counted and measure.errors is not None:
        errors = {"counted_low": counted.low, "counted_high": counted.high, "errors": measure.errors}
        details = told_carried(counted, measure.errors, details, measure.unit_of(claim.values))
    reason: dict[str, Any] = {
        "why_code": why.code,
        "why_values": why.kept(),
        "details_code": None if details is None else details.code,
        "details_values": None if details is None else details.kept(),
        "cases": None,
    }
    if measure.cases and figure.value:
        values = {**measure.fixed, **question.values}
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
        **errors,
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
        has_value = figure.value is not None or figure.low is not None
        return OTHER_WINDOW, question.part if has_value else judged.why
    lacking = untold_of(figure, claimed, unit) if question.verdict == NO_CLAIM else figure.lacking
    return question.verdict, lacking or question.why


def _rows(connection: Connection, statements: Sequence[str]) -> list[dict[str, Any]]:
    """
    Return the row of each, in their order.

    Raises:
        DBAPIError: the connection is lost.
        StoreError: the database refuses a statement.
    """
    try:
        rows = connection.exec_driver_sql(together(statements).replace("%", "%%")).mappings().all()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        msg = f"the database refuses to measure a finding: {str(error.orig).strip()}"
        raise StoreError(msg) from error
    return sorted(map(dict, rows), key=itemgetter("number"))
