"""What the Belgian study found, and whether these data bear it out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.findings.asked import Asked
from cryptodrug_scraper.derive.findings.compute import findings
from cryptodrug_scraper.disclosure.findings import WITHHELD, reason_alone
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Figure, Section
from cryptodrug_scraper.report.small import HIDDEN
from cryptodrug_scraper.report.translated import reason, said_of
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["found"]

_SQL = statement(__package__, "findings")
_TYPES = dict.fromkeys(("value", "low", "high"), pl.Float64) | dict.fromkeys(
    ("definition", "attribution", "grade"), pl.Utf8
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
    rows = rows.with_columns(
        pl.col("code").map_elements(lambda code: words.known("finding", code), return_dtype=pl.Utf8).alias("name"),
        pl.col("verdict")
        .map_elements(lambda kind: words(f"verdict.{kind}"), return_dtype=pl.Utf8)
        .alias("verdict_name"),
        pl.struct("market", "code")
        .map_elements(lambda row: said_of(words, row["market"], row["code"]), return_dtype=pl.Utf8)
        .alias("study"),
        pl.col("why").map_elements(lambda why: _why(study, why), return_dtype=pl.Utf8),
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


def _why(study: Study, why: str) -> str:
    """The reason in the report's language, and in an identified one what else is known, as measured."""
    alone = reason_alone(why)
    rest = why.removeprefix(alone) if study.scope.is_identified else ""
    return reason(study.words, alone) + rest.partition("; to list them: ")[0]


def _public(study: Study, frame: pl.DataFrame) -> pl.DataFrame:
    """Findings as they are published; not those whose reason is withheld with the figures."""
    public = study.hidden.findings
    if public is None:
        return frame
    rows = [public.published({**row, "measure": row["code"]}) for row in frame.iter_rows(named=True)]
    schema = {name: pl.Float64() if name in {"value", "low", "high"} else kind for name, kind in frame.schema.items()}
    found = pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)
    hidden = found["verdict"] == WITHHELD
    return found.with_columns(hidden.alias(HIDDEN), pl.when(~hidden).then("why").alias("why"))


def _measured(study: Study) -> tuple[pl.DataFrame, str]:
    """The findings of this scope, measured now, and the statements that give them."""
    scope = study.scope
    asked = Asked(scope.country, scope.first_day, scope.last_day, scope.definition, scope.attribution)
    rows = [asdict(row) for row in findings(study.ask.connection, asked)]
    frame = pl.DataFrame(rows, schema_overrides=_TYPES, infer_schema_length=None).rename({"measure": "code"})
    return frame, "\n\n".join(f"-- {row['finding']} {row['market']} {row['measure']}\n{row['sql']};" for row in rows)
