"""How the figures were made: parameters, definitions, and the views with their columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl

from cryptodrug_scraper.decisions.rests import RESTS, Rests
from cryptodrug_scraper.measures.estimators.told import FEWEST, WIDEST_QUOTIENT, WIDEST_SHARE
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Figure, Section
from cryptodrug_scraper.report.scope import ATTRIBUTIONS, DEFINITIONS
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.report.parts import Study
    from cryptodrug_scraper.words.wording import Words

__all__ = ["dictionary", "methods"]

_RUN = """
SELECT derive_run, measures_version, parameters::text AS parameters, started_at, ended_at
FROM research.derivation WHERE is_current
"""
_EVENTS = """
SELECT market, event, first_on, last_on, note, evidence, source FROM research.market_event
WHERE market IN (SELECT market FROM research.snapshot) ORDER BY market, first_on, event
"""
_RATES = """
SELECT currency, source, count(*) AS days, min(day) AS first_day, max(day) AS last_day
FROM research.fx_rate WHERE day BETWEEN :first_day AND :last_day GROUP BY 1, 2 ORDER BY 1, 2
"""
_COLUMNS = statement(__package__, "columns_of_views")
_FUNCTIONS = statement(__package__, "functions")
_NAMED = re.compile(r"research\.(\w+)")


def methods(study: Study) -> Section:
    """Return the parameters of the derivation, the definitions, the events of markets, and the rates."""
    words = study.words
    run = study.ask(_RUN)
    told: list[dict[str, Any]] = run.frame.to_dicts()
    parameters = msgspec.json.decode(told[0]["parameters"]) if told else {}
    rows = pl.DataFrame(
        [
            {"group": group, "name": name, "value": value, "meaning": words.known("parameter", name)}
            for group, name, value in _flat(words, parameters)
        ],
        schema={"group": pl.Utf8, "name": pl.Utf8, "value": pl.Utf8, "meaning": pl.Utf8},
    )
    choices = pl.DataFrame(
        [
            {"code": code, "meaning": words(f"{kind}.{code}")}
            for kind, codes in (("definition", DEFINITIONS), ("attribution", ATTRIBUTIONS))
            for code in codes
        ]
        + [
            {"code": words(f"grade.{grade}"), "meaning": words(f"grade.{grade}_means")}
            for grade in ("complete", "usable", "partial")
        ]
        + [
            {"code": words(f"class.{kind}"), "meaning": words(f"class.{kind}_means")}
            for kind in ("migrant", "multi_homer", "ambiguous", "lost")
        ]
    )
    events, rates = study.ask(_EVENTS), study.ask(_RATES)
    none = [(words("fact.definition"), words("methods.from_database"))]
    figures = [
        Figure(
            "methods-choices",
            words("methods.choices"),
            choices,
            table_columns(words, "code", "meaning"),
            "",
            (),
            (),
            is_open=True,
        ),
        Figure(
            "methods-parameters",
            words("methods.parameters"),
            rows,
            table_columns(words, "group", "name", ("value", "setting"), "meaning"),
            run.sql,
            (),
            none,
        ),
        Figure(
            "methods-events",
            words("methods.events"),
            events.frame,
            table_columns(words, "market", "event", "first_on", "last_on", "evidence", "source"),
            events.sql,
            (),
            none,
        ),
        Figure(
            "methods-rates",
            words("methods.rates"),
            rates.frame,
            table_columns(
                words, "currency", ("source", "rate_source"), ("days", "days_known"), "first_day", "last_day"
            ),
            rates.sql,
            (),
            none,
        ),
    ]
    decided = Rests.of(study.ask(RESTS).frame.iter_rows())
    scope = study.scope
    lead = words(
        "methods.lead",
        country=words.country(scope.country),
        first=words.full_day(scope.first_day),
        last=words.full_day(scope.last_day),
        definition=words(f"definition.{scope.definition}"),
        attribution=words(f"attribution.{scope.attribution}"),
    )
    untold = words(
        "untold.rule",
        width=words.percent(WIDEST_SHARE),
        times=words.number(WIDEST_QUOTIENT),
        fewest=words.number(FEWEST),
    )
    return Section(
        "methods",
        words("methods.title"),
        figures,
        [lead, *(words(f"methods.{name}") for name in ("months", "zero", "intervals")), untold, *decided.told(words)],
    )


def dictionary(study: Study) -> Section:
    """Return the views and functions that the report asked, with the meaning of each column."""
    words = study.words
    named = {name for sql in study.ask.asked for name in _NAMED.findall(sql)}
    columns, functions = study.ask(_COLUMNS), study.ask(_FUNCTIONS)
    shown = table_columns(words, "name", "type", "meaning")
    figures = []
    for (view,), rows in columns.frame.filter(pl.col("view").is_in(list(named))).group_by("view", maintain_order=True):
        figures.append(Figure(f"view-{view}", str(view), rows, shown, columns.sql, [rows["grain"][0] or ""]))
    asked = functions.frame.filter(pl.col("view").is_in(list(named)))
    figures.append(
        Figure(
            "functions",
            words("dictionary.functions"),
            asked,
            table_columns(words, "view", ("name", "arguments"), "meaning"),
            functions.sql,
            facts=facts(
                study, asked, interval="none", definition=words("methods.from_database"), n=words("fact.see_rows")
            ),
        )
    )
    return Section("dictionary", words("dictionary.title"), figures, [words("dictionary.lead")])


def _flat(words: Words, parameters: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for group, values in sorted(parameters.items()):
        for name, value in sorted(values.items()):
            yield group, name, _setting(words, value)


def _setting(words: Words, value: Any) -> str:  # noqa: ANN401  # whatever JSON can hold
    """A parameter as it is read: a whole number without decimals, and of what is empty that there is none."""
    if value is None or value in ([], {}):
        return words("methods.no_setting")
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    return msgspec.json.encode(whole).decode().strip('"')
