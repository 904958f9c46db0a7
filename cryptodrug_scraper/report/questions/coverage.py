"""When each market was looked at, and how completely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.counts import rounded_to
from cryptodrug_scraper.disclosure.looks import listings_hidden, seen_of_many, warnings_of_many
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.report.charts import calendar
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Chart, Figure, Section
from cryptodrug_scraper.report.small import HIDDEN
from cryptodrug_scraper.report.states import noted
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.words.reasons import sentence

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["coverage", "last_looks"]

_SNAPSHOTS = statement(__package__, "snapshots")
_LAST_LOOKS = statement(__package__, "last_looks")
_POPULATION = statement(__package__, "populations")


def coverage(study: Study) -> Section:
    """Return the calendar of snapshots, and estimates of how many there were."""
    words = study.words
    answer = study.ask(_SNAPSHOTS)
    rows = answer.frame
    if not study.scope.is_identified:
        rows = noted(rows, seen_of_many(rows, study.hidden.listings))
    charts = [Chart(calendar(rows, words, study.markets), words("coverage.alt"), of="markets")] if rows.height else []
    why = [_why(study, *row) for row in rows.select("reason", "reason_code", "reason_values").rows()]
    rows = rows.with_columns(pl.Series("why", why, dtype=pl.String))
    columns = table_columns(
        words,
        "market",
        "first_at",
        "last_at",
        "grade",
        "capture_count",
        "wall_count",
        "incomplete_count",
        "listing_seen",
        "listing_expected",
        "listing_completeness",
        "vendor_completeness",
        "review_completeness",
        "why",
    )
    figure = Figure(
        "coverage-calendar",
        words("coverage.calendar"),
        rows,
        columns,
        answer.sql,
        [words("coverage.what"), *([] if study.scope.is_identified else [words("coverage.steps")])],
        facts(
            study,
            rows,
            interval="none",
            definition=words("coverage.definition"),
            n=words.many("coverage.snapshots", rows.height),
        ),
        charts,
        is_open=True,
        explore="/",
    )
    return Section(
        "coverage",
        words("coverage.title"),
        [figure, _population(study)],
        [words("coverage.lead"), *last_looks(study)],
        _headlines(study, rows),
    )


def last_looks(study: Study) -> list[str]:
    """
    Say when each market was looked at last. How long ago that is counts only where a schedule had a look due since:
    data of a past window, and of a market that is gone, are old by intent.
    """
    words = study.words
    told = []
    for market, looked_at, closed_on, late_days in study.ask(_LAST_LOOKS).frame.iter_rows():
        if market not in study.markets:
            continue
        named = {"market": study.markets[market], "day": words.full_day(looked_at)}
        if late_days:
            told.append(words.many("coverage.looked_late", late_days, **named))
        elif closed_on is not None:
            told.append(words("coverage.looked_closed", closed=words.full_day(closed_on), **named))
        else:
            told.append(words("coverage.looked", **named))
    return [" ".join(told)] if told else []


def _why(study: Study, text: str | None, code: str | None, values: str | None) -> str | None:
    """What decided on the grade; of what is published its code alone, whose numbers would tell."""
    if code is None:
        return text
    if study.scope.is_identified:
        reason = Reason.of(code, values)
        return text if reason is None else sentence(study.words, reason)
    return study.words(f"completeness_alone.{code.partition('.')[2]}")


def _population(study: Study) -> Figure:
    words = study.words
    answer = study.ask(_POPULATION)
    rows = answer.frame if study.scope.is_identified else _of_many(study, answer.frame)
    columns = table_columns(
        words, "market", "first_at", "of", "estimator", ("value", "estimate"), "low", "high", "warning", "grade"
    )
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
    """Estimates of numbers of vendors rounded, none of listings where they are withheld, and no number in words."""
    is_hidden = listings_hidden(frame, study.hidden.listings)
    of_vendors, ends = pl.col("of") == "vendor", ("value", "low", "high")
    rounded = rounded_to(frame, *ends)
    rows = (
        warnings_of_many(frame)
        .with_columns((is_hidden & (frame["of"] == "listing")).alias(HIDDEN))
        .with_columns(
            pl.when(of_vendors).then(rounded[name]).when(~pl.col(HIDDEN)).then(pl.col(name)).alias(name)
            for name in ends
        )
    )
    return noted(frame, rows)


def _headlines(study: Study, rows: pl.DataFrame) -> list[str]:
    words = study.words
    told = []
    for (market,), looks in rows.group_by("market", maintain_order=True):
        days = looks["first_at"].to_list()
        graded = dict(looks.group_by("grade").len().rows())
        told.append(
            words(
                "coverage.headline" if min(days).date() < max(days).date() else "coverage.headline_day",
                market=study.called(str(market)),
                snapshots=words.many("coverage.snapshots", looks.height),
                first=words.full_day(min(days)),
                last=words.full_day(max(days)),
                grades=words.listed(
                    words.many(f"grade.{grade}_count", graded[grade])
                    for grade in ("complete", "usable", "partial")
                    if grade in graded
                ),
            )
        )
    return told
