"""
What a published study claimed, and whether these data bear it out; and the same questions, where it said nothing.

A claim is told beside what the data of its own country, markets and days say. Of what the study did not say, as of
another country, there are questions, without a verdict, under a heading of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.disclosure.findings import WITHHELD
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.explored import explored
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Figure, Section
from cryptodrug_scraper.report.small import HIDDEN
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.covered import covered_months
from cryptodrug_scraper.study.current import current_asked, current_study
from cryptodrug_scraper.study.finding import NO_CLAIM, OTHER_WINDOW, why_in
from cryptodrug_scraper.study.questions import left_out, measured_in, printed_in, said_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from cryptodrug_scraper.report.ahead import Question
    from cryptodrug_scraper.report.parts import Column, Study
    from cryptodrug_scraper.report.scope import Scope
    from cryptodrug_scraper.study.claims import Study as Claimed
    from cryptodrug_scraper.study.finding import Finding

__all__ = ["found", "measured_ahead"]

_MEASURED = "findings"

_SQL = statement(__package__, "findings")
_VALUES = ("why_values", "details_values")
_TYPES = dict.fromkeys(("value", "low", "high"), pl.Float64) | dict.fromkeys(
    ("country", "definition", "attribution", "grade", "why_code", "details_code", "cases", *_VALUES), pl.Utf8
)
_FIGURE = (
    ("value", "figure"),
    "low",
    "high",
    "interval_name",
    "n",
    "vendor_count",
    ("first_day", "window_from"),
    ("last_day", "window_to"),
)
_CHOICES = ("definition", "attribution", "grade", "why")


def found(study: Study) -> Section:
    """Return the findings that are kept with the derivation, or if they are of another scope, those of this one."""
    words, claimed = study.words, study.claimed
    frame, sql, explore = _kept_or_measured(study)
    rows = (
        frame.with_columns(pl.lit(value=False).alias(HIDDEN))
        if study.hidden.findings is None
        else _public(study, frame)
    )
    rows = _told(study, rows)
    is_question = pl.col("claim_kind") == NO_CLAIM
    claims, asked = rows.filter(~is_question), rows.filter(is_question)
    title, country = claimed.title[words.language], words.placed(study.scope.country, "the")
    figures, headlines = [], []
    if not claims.is_empty():
        headlines = [_headline(study, claims), *_of_other_days(study, claims)]
        columns = table_columns(
            words,
            "finding",
            "verdict_name",
            "study",
            "market",
            ("name", "measure_name"),
            *_FIGURE,
            *_CHOICES,
            "printed",
        )
        found = _figure(study, "found-all", words("found.all", study=title), claims, columns, sql, headlines, explore)
        figures.append(found)
    if not asked.is_empty():
        columns = table_columns(words, "finding", "market", ("name", "measure_name"), *_FIGURE, *_CHOICES)
        is_own = study.scope.country == claimed.country
        told = [
            words("found.asked_lead_own", study=title, country=country)
            if is_own
            else words("found.asked_lead", study=title, country=country)
        ]
        name = words("found.asked", country=country)
        figures.append(_figure(study, "found-asked", name, asked, columns, sql, told, explore))
    lead = [words("found.lead", study=title, citation=claimed.citation)]
    if not claims.is_empty():
        if any(claim.measure == "share" for claim in claimed.claims):
            lead.append(words("shares.together"))
        lead += [
            each.told(words, study.called(each.market), title)
            for each in covered_months(study.ask.connection, study.scope.asked, claimed)
        ]
    if left_out(claimed, study.scope.asked, study.scope.neighbours):
        lead.append(words("found.no_neighbours", country=country))
    return Section("findings", words("found.title", study=title), figures, lead, headlines)


def _figure(
    study: Study,
    name: str,
    title: str,
    rows: pl.DataFrame,
    columns: Sequence[Column],
    sql: str,
    said: Sequence[str],
    explore: str,
) -> Figure:
    words = study.words
    withheld = rows.filter(pl.col("verdict") == WITHHELD).height
    counted = {"number": words.number(withheld), "total": words.number(rows.height)}
    more = [words("found.withheld", **counted)] if withheld else []
    told = facts(study, rows, interval="in_rows", n=words("fact.see_rows"))
    return Figure(
        name,
        title,
        rows,
        columns,
        sql,
        [*said, *more],
        told,
        is_open=True,
        explore=explore,
        is_cards=True,
    )


def _headline(study: Study, rows: pl.DataFrame) -> str:
    words = study.words
    counts = dict(rows.group_by("verdict").len().rows())
    said = {verdict: counts.get(verdict, 0) for verdict in ("agrees", "disagrees", "cannot_tell")}
    total, title = sum(said.values()), study.claimed.title[words.language]
    withheld = counts.get(WITHHELD, 0)
    if not total and not withheld:
        return words("found.unjudged", study=title)
    whole = {"whole": words.number(total + withheld), "withheld": words.number(withheld)}
    if not total:
        return words("found.withheld_all", study=title, **whole)
    counted = {verdict: words.number(count) for verdict, count in said.items()}
    if withheld:
        return words("found.headline_withheld", study=title, total=words.number(total), **whole, **counted)
    return words("found.headline", study=title, total=words.number(total), **counted)


def _of_other_days(study: Study, rows: pl.DataFrame) -> list[str]:
    """That claims are not judged; without it those that a part of their days can bear out would seem to be all."""
    words, other = study.words, rows.filter(pl.col("verdict") == OTHER_WINDOW).height
    title = study.claimed.title[words.language]
    return [words("found.other_window", number=words.number(other), study=title)] if other else []


def _told(study: Study, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with their words: what is measured, what the study said and where, the verdict and the reason."""
    words, claimed, scope = study.words, study.claimed, study.scope
    names: list[str] = []
    said: list[str | None] = []
    printed: list[str | None] = []
    intervals: list[str | None] = []
    for row in rows.iter_rows(named=True):
        claim = claimed.claim(row["claim_id"])
        if claim is None:
            names.append(row["code"])
            said.append(row["study"])
            printed.append(None)
            intervals.append(None)
            continue
        name = measured_in(claimed, claim, row["country"], words, scope.neighbours)
        names.append(name[:1].upper() + name[1:])
        said.append(None if row["claim_kind"] == NO_CLAIM else said_in(claimed, claim, words))
        printed.append(printed_in(claim, words))
        intervals.append(words(f"interval_of.{claim.measured.interval}"))
    why = [why_in(words, row, has_cases=False) for row in rows.iter_rows(named=True)]
    verdict = pl.col("verdict").map_elements(lambda kind: words(f"verdict.{kind}"), return_dtype=pl.Utf8)
    return rows.with_columns(
        verdict.alias("verdict_name"),
        pl.Series("name", names, dtype=pl.Utf8),
        pl.Series("study", said, dtype=pl.Utf8),
        pl.Series("printed", printed, dtype=pl.Utf8),
        pl.Series("interval_name", intervals, dtype=pl.Utf8),
        pl.when(~pl.col(HIDDEN)).then(pl.Series("why", why, dtype=pl.Utf8)).alias("why"),
    )


def _public(study: Study, frame: pl.DataFrame) -> pl.DataFrame:
    """Findings as they are published."""
    public = study.hidden.findings
    if public is None:
        return frame
    rows = [_in_json(public.published(row)) for row in frame.iter_rows(named=True)]
    schema = {**frame.schema, **{name: kind for name, kind in _TYPES.items() if name in frame.columns}}
    found = pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)
    return found.with_columns((pl.col("verdict") == WITHHELD).alias(HIDDEN))


def _kept_or_measured(study: Study) -> tuple[pl.DataFrame, str, str]:
    """
    The findings that are kept if they are of this scope and study, or those that are measured now; the statement that
    gives them, and where they are in explore, which has those that are kept.
    """
    scope, claimed = study.scope, study.claimed
    answer = study.ask(_SQL, study_id=claimed.id)
    frame, sql, explore = answer.frame, answer.sql, explored("finding", scope)
    if not _is_kept(study.ask.connection, scope, claimed) or frame.is_empty():
        (frame, sql), explore = _measured(study), ""
    return frame.with_columns(pl.col("verdict").alias("claim_kind")), sql, explore


def _is_kept(connection: Connection, scope: Scope, claimed: Claimed) -> bool:
    """Whether findings that are kept, if there are any, are those of a scope and study."""
    is_same = current_study(connection) is claimed and current_asked(connection, claimed) == scope.asked
    return is_same and not scope.neighbours


def measured_ahead(connection: Connection, scope: Scope, claimed: Claimed) -> dict[str, Question]:
    """Return what measures the findings of a scope, for who asks ahead; nothing if they are kept."""
    return {} if _is_kept(connection, scope, claimed) else {_MEASURED: partial(_findings, scope, claimed)}


def _findings(scope: Scope, claimed: Claimed, connection: Connection) -> list[Finding]:
    return list(findings(connection, scope.asked, claimed, neighbours=scope.neighbours))


def _measured(study: Study) -> tuple[pl.DataFrame, str]:
    """The findings of this scope, measured now or ahead, and the statements that give them."""
    found = study.ask.answered(_MEASURED)
    if found is None:
        found = _findings(study.scope, study.claimed, study.ask.connection)
    rows = [_in_json(asdict(row)) for row in found]
    frame = pl.DataFrame(rows, schema_overrides=_TYPES, infer_schema_length=None).rename({"measure": "code"})
    return frame, "\n\n".join(f"-- {row['finding']} {row['market']} {row['measure']}\n{row['sql']};" for row in rows)


def _in_json(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose values are texts, as a frame takes them."""
    return {**row, **{name: to_json(row[name]).decode() for name in _VALUES if isinstance(row[name], Mapping)}}
