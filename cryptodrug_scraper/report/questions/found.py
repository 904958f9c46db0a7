"""What the Belgian study found, and whether these data bear it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.disclosure.findings import WITHHELD
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Figure, Section
from cryptodrug_scraper.report.small import HIDDEN
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.file import shipped_study
from cryptodrug_scraper.study.finding import why_in
from cryptodrug_scraper.words.reasons import sentence

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["found"]

_SQL = statement(__package__, "findings")
_VALUES = ("why_values", "details_values")
_TYPES = dict.fromkeys(("value", "low", "high"), pl.Float64) | dict.fromkeys(
    ("definition", "attribution", "grade", "why_code", "details_code", "cases", *_VALUES), pl.Utf8
)


def found(study: Study) -> Section:
    """Return the findings that are kept with the derivation, or if they are of another scope, those of this one."""
    words, scope = study.words, study.scope
    answer = study.ask(_SQL)
    frame, sql = answer.frame, answer.sql
    kept = (scope.country, scope.definition, scope.attribution, scope.first_day, scope.last_day)
    if kept not in frame.select("country", "definition", "attribution", "first_day", "last_day").rows():
        frame, sql = _measured(study)
    rows = (
        frame.with_columns(pl.lit(value=False).alias(HIDDEN))
        if study.hidden.findings is None
        else _public(study, frame)
    )
    told = [(_said(study, row), why_in(words, row, has_cases=False)) for row in rows.iter_rows(named=True)]
    rows = rows.with_columns(
        pl.col("code").map_elements(lambda code: words.known("finding", code), return_dtype=pl.Utf8).alias("name"),
        pl.col("verdict")
        .map_elements(lambda kind: words(f"verdict.{kind}"), return_dtype=pl.Utf8)
        .alias("verdict_name"),
        pl.Series("study", [said for said, _ in told], dtype=pl.Utf8),
        pl.when(~pl.col(HIDDEN)).then(pl.Series("why", [why for _, why in told], dtype=pl.Utf8)).alias("why"),
    )
    columns = table_columns(
        words,
        "finding",
        "market",
        ("name", "measure_name"),
        "study",
        "verdict_name",
        ("value", "figure"),
        "low",
        "high",
        "n",
        "vendor_count",
        "definition",
        "attribution",
        "grade",
        "why",
    )
    counts = dict(rows.group_by("verdict").len().rows())
    withheld = counts.get(WITHHELD, 0)
    headline = words(
        "found.headline",
        total=words.number(rows.height - withheld),
        agrees=words.number(counts.get("agrees", 0)),
        disagrees=words.number(counts.get("disagrees", 0)),
        cannot_tell=words.number(counts.get("cannot_tell", 0)),
    )
    more = [words("found.withheld", number=words.number(withheld))] if withheld else []
    figure = Figure(
        "found-all",
        words("found.all"),
        rows,
        columns,
        sql,
        [headline, *more],
        facts(study, rows, interval="in_rows", n=words("fact.see_rows")),
        is_open=True,
    )
    return Section("findings", words("found.title"), [figure], [words("found.lead")], [headline])


def _said(study: Study, row: Mapping[str, Any]) -> str:
    """What the study said; of what it does not say any more, as it is kept."""
    measure = shipped_study().measure(row["code"], row["market"])
    return str(row["study"]) if measure is None else sentence(study.words, measure.study)


def _public(study: Study, frame: pl.DataFrame) -> pl.DataFrame:
    """Findings as they are published."""
    public = study.hidden.findings
    if public is None:
        return frame
    rows = [_in_json(public.published({**row, "measure": row["code"]})) for row in frame.iter_rows(named=True)]
    schema = {**frame.schema, **{name: kind for name, kind in _TYPES.items() if name in frame.columns}}
    found = pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)
    return found.with_columns((pl.col("verdict") == WITHHELD).alias(HIDDEN))


def _measured(study: Study) -> tuple[pl.DataFrame, str]:
    """The findings of this scope, measured now, and the statements that give them."""
    scope = study.scope
    asked = Asked(scope.country, scope.first_day, scope.last_day, scope.definition, scope.attribution)
    rows = [_in_json(asdict(row)) for row in findings(study.ask.connection, asked, shipped_study())]
    frame = pl.DataFrame(rows, schema_overrides=_TYPES, infer_schema_length=None).rename({"measure": "code"})
    return frame, "\n\n".join(f"-- {row['finding']} {row['market']} {row['measure']}\n{row['sql']};" for row in rows)


def _in_json(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose values are texts, as a frame takes them."""
    return {**row, **{name: to_json(row[name]).decode() for name in _VALUES if isinstance(row[name], Mapping)}}
