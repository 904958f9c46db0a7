"""When each market was looked at, and how completely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.counts import rounded_to
from cryptodrug_scraper.disclosure.looks import listings_hidden, seen_of_many
from cryptodrug_scraper.report.charts import calendar
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Chart, Column, Figure, Section
from cryptodrug_scraper.report.small import HIDDEN

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["coverage"]

_SNAPSHOTS = """
SELECT market, snapshot_id, first_at, last_at, capture_count, wall_count, incomplete_count, listing_seen,
       listing_expected, listing_completeness, vendor_seen, vendor_expected, vendor_completeness, review_completeness,
       grade, reason, reason_code, reason_values
FROM research.snapshot
WHERE first_at >= date_trunc('month', $first_day) AND first_at < date_trunc('month', $last_day) + interval '1 month'
ORDER BY market, first_at
"""
_POPULATION = """
SELECT market, snapshot_id, snapshot_first_at AS first_at, "of", estimator, value, low, high, warning,
       warning_code, warning_values, grade
FROM research.population
WHERE snapshot_first_at >= date_trunc('month', $first_day)
  AND snapshot_first_at < date_trunc('month', $last_day) + interval '1 month'
  AND estimator IN ('seen', 'jolly_seber', 'chao2')
ORDER BY market, first_at, "of", estimator
"""


def coverage(study: Study) -> Section:
    """Return the calendar of snapshots, and estimates of how many there were."""
    words = study.words
    answer = study.ask(_SNAPSHOTS)
    rows = answer.frame if study.scope.is_identified else seen_of_many(answer.frame, study.hidden.listings)
    charts = [Chart(calendar(rows, words, study.markets), words("coverage.alt"))] if rows.height else []
    columns = [
        Column("market", words("column.market"), "market"),
        Column("first_at", words("column.first_at"), "moment"),
        Column("last_at", words("column.last_at"), "moment"),
        Column("grade", words("column.grade"), "grade"),
        Column("capture_count", words("column.captures"), "number"),
        Column("wall_count", words("column.walls"), "number"),
        Column("incomplete_count", words("column.cut"), "number"),
        Column("listing_seen", words("column.listing_seen"), "number"),
        Column("listing_expected", words("column.listing_expected"), "number"),
        Column("listing_completeness", words("column.listing_completeness"), "percent"),
        Column("vendor_completeness", words("column.vendor_completeness"), "percent"),
        Column("review_completeness", words("column.review_completeness"), "percent"),
    ]
    figure = Figure(
        "coverage-calendar",
        words("coverage.calendar"),
        rows,
        columns,
        answer.sql,
        [words("coverage.what")],
        facts(
            study,
            rows,
            interval="none",
            definition=words("coverage.definition"),
            n=words.many("coverage.snapshots", rows.height),
        ),
        charts,
        is_open=True,
    )
    return Section(
        "coverage",
        words("coverage.title"),
        [figure, _population(study)],
        [words("coverage.lead")],
        _headlines(study, rows),
    )


def _population(study: Study) -> Figure:
    words = study.words
    answer = study.ask(_POPULATION)
    rows = answer.frame if study.scope.is_identified else _of_many(study, answer.frame)
    columns = [
        Column("market", words("column.market"), "market"),
        Column("first_at", words("column.first_at"), "moment"),
        Column("of", words("column.of"), "measure"),
        Column("estimator", words("column.estimator"), "estimator"),
        Column("value", words("column.value"), "number"),
        Column("low", words("column.low"), "number"),
        Column("high", words("column.high"), "number"),
        Column("warning", words("column.warning"), "warning"),
        Column("grade", words("column.grade"), "grade"),
    ]
    return Figure(
        "coverage-population",
        words("coverage.population"),
        rows,
        columns,
        answer.sql,
        [words("coverage.population_what")],
        facts(
            study,
            rows,
            interval="population",
            definition=words("coverage.population_definition"),
            n=words.many("coverage.estimates", answer.frame.height),
        ),
    )


def _of_many(study: Study, frame: pl.DataFrame) -> pl.DataFrame:
    """Estimates of numbers of vendors rounded, and none of listings where they are withheld."""
    is_hidden = listings_hidden(frame, study.hidden.listings)
    of_vendors, ends = pl.col("of") == "vendor", ("value", "low", "high")
    rounded = rounded_to(frame, *ends)
    return frame.with_columns((is_hidden & (frame["of"] == "listing")).alias(HIDDEN)).with_columns(
        pl.when(of_vendors).then(rounded[name]).when(~pl.col(HIDDEN)).then(pl.col(name)).alias(name) for name in ends
    )


def _headlines(study: Study, rows: pl.DataFrame) -> list[str]:
    words = study.words
    told = []
    for (market,), looks in rows.group_by("market", maintain_order=True):
        days = looks["first_at"].to_list()
        graded = dict(looks.group_by("grade").len().rows())
        told.append(
            words(
                "coverage.headline",
                market=study.markets.get(str(market), str(market)),
                snapshots=words.many("coverage.snapshots", looks.height),
                first=words.day(min(days)),
                last=words.day(max(days)),
                grades=words.listed(
                    f"{words(f'grade.{grade}')} {words.number(graded[grade])}"
                    for grade in ("complete", "usable", "partial")
                    if grade in graded
                ),
            )
        )
    return told
