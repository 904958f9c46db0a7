"""What share of each market is the country's, by month and under each definition and attribution."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.choice import CHOICES
from cryptodrug_scraper.report.charts import dots, lines
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.explored import explored
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Chart, Figure, Section
from cryptodrug_scraper.report.questions.levels import MEASURES, OF
from cryptodrug_scraper.report.small import flagged, hide_marked, hide_small, points, sayable, with_rounded_share
from cryptodrug_scraper.report.states import noted
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["EVERY_CHOICE", "shares"]

EVERY_CHOICE = {"definitions": [each[0] for each in CHOICES], "attributions": [each[1] for each in CHOICES]}
"""The choices under which the share in the window is asked for, as values of its query."""

_MONTHS = """
SELECT market, month, measure, value, total, share, share_low, share_high, vendor_count, grade, reached
FROM research.country_share(:country, :definition, :attribution, :first_day, :last_day)
ORDER BY market, month, measure
"""
_WINDOW = statement(__package__, "window_shares")
_WHO = statement(__package__, "vendors_of_country")
_NUMBERS = ("value", "share", "share_low", "share_high")
_ENDS = ("share_low", "share_high")
_COLUMNS = (
    "market",
    ("value", "of_country"),
    ("total", "of_market"),
    "share",
    "share_low",
    "share_high",
    "vendor_count",
    "grade",
)


def shares(study: Study) -> Section:
    """Return who is the country's in the window, the share by month, and the share under each choice."""
    words = study.words
    who, headlines = _who(study)
    answer = study.ask(_MONTHS)
    hidden, is_identified = study.hidden, study.scope.is_identified
    shown = hide_marked(
        answer.frame,
        _NUMBERS,
        flagged(answer.frame, partial(hidden.month, "own"), "market", "measure", "month"),
        is_identified=is_identified,
    )
    of_all = flagged(shown, partial(hidden.month, "market"), "market", "measure", "month")
    of_all |= flagged(shown, partial(hidden.month, "last"), "market", "measure", "month")
    shown = shown.with_columns(pl.when(~of_all).then(name).alias(name) for name in ("total", *_NUMBERS[1:]))
    shown = noted(answer.frame, shown if is_identified else _with_vendors_rounded(shown))
    figures = [who]
    for measure in MEASURES:
        rows = shown.filter(pl.col("measure") == measure)
        title = words("shares.of_measure", measure=words(f"measure.{measure}"))
        charts, told = [], points(rows, "share", "share", _ENDS)
        if rows["share"].drop_nulls().sum():
            spec = lines(
                told,
                words,
                study.markets,
                value="share",
                low="share_low",
                high="share_high",
                form=".1%",
                title=words("column.share"),
            )
            charts.append(Chart(spec, words("shares.alt", measure=words(f"measure.{measure}")), of=OF[measure]))
        figures.append(
            Figure(
                f"shares-{measure}",
                title,
                rows,
                table_columns(words, "month", *_COLUMNS),
                answer.sql,
                _left_out(study, rows, told),
                facts(study, rows, interval="here"),
                charts,
                explore=explored("country_share", study.scope, measure=measure),
            )
        )
    return Section("shares", words("shares.title"), [*figures, _choices(study)], [words("shares.lead")], headlines)


def _left_out(study: Study, rows: pl.DataFrame, told: pl.DataFrame) -> list[str]:
    """How many shares are not drawn."""
    words, number = study.words, rows["share"].count() - told["share"].count()
    return [words.many("untold.points", number)] if number else []


def _who(study: Study) -> tuple[Figure, list[str]]:
    words, country = study.words, study.words.named(study.scope.country)
    answer = study.ask(_WHO)
    is_identified = study.scope.is_identified
    rows = hide_small(answer.frame, _NUMBERS, is_identified=is_identified)
    rows = with_rounded_share(rows, "value", "total", _NUMBERS[1:], reached="reached", is_identified=is_identified)
    rows = noted(answer.frame, rows)
    sentences = []
    for row in rows.drop_nulls("total").iter_rows(named=True):
        market = study.called(row["market"])
        if row["is_hidden"]:
            sentences.append(words("shares.who_few", market=market, country=country, total=words.number(row["total"])))
            continue
        if sayable(rows.filter(pl.col("market") == row["market"]), "share", "share", _ENDS, ("value",)).is_empty():
            value, total = words.number(row["value"]), words.number(row["total"])
            sentences.append(words("untold.who", market=market, country=country, value=value, total=total))
            continue
        sentences.append(
            words(
                "shares.who",
                market=market,
                country=country,
                value=words.number(row["value"]),
                total=words.number(row["total"]),
                share=words.percent(row["share"]),
                low=words.percent(row["share_low"]),
                high=words.percent(row["share_high"]),
            )
        )
    figure = Figure(
        "shares-who",
        words("shares.who_title"),
        rows,
        table_columns(study.words, *_COLUMNS),
        answer.sql,
        [*sentences, words("shares.together")],
        facts(study, rows, interval="here", definition=words(f"definition.{study.scope.definition}")),
        explore=explored("country_part", study.scope, measure="vendors"),
    )
    return figure, sentences


def _unknown(study: Study, rows: pl.DataFrame) -> list[str]:
    """For each market how many months of sales its window leaves out, as they cannot be known yet."""
    counts = rows.group_by("market").agg(pl.col("unknown_month_count").max()).sort("market")
    return [
        study.words.many("shares.unknown_months", number, market=study.called(market))
        for market, number in counts.rows()
        if number
    ]


def _with_vendors_rounded(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose measure is a number of vendors, with that number and its share as they are published."""
    rounded = with_rounded_share(rows, "value", "total", _NUMBERS[1:], reached="reached")
    of_vendors = pl.col("measure") == "vendors"
    return rows.with_columns(
        pl.when(of_vendors).then(rounded[name]).otherwise(pl.col(name)).alias(name) for name in ("total", *_NUMBERS)
    )


def _rounded(study: Study, rows: pl.DataFrame) -> pl.DataFrame:
    """Choices, without wholes that are withheld, and with shares of vendors that are those of rounded numbers."""
    if study.scope.is_identified:
        return rows
    keys = ("market", "measure", "definition")
    of_all = flagged(rows, study.hidden.whole, *keys)
    rows = rows.with_columns(pl.when(~of_all).then(name).alias(name) for name in ("total", *_NUMBERS[1:]))
    return _with_vendors_rounded(rows)


def _choices(study: Study) -> Figure:
    words = study.words
    answer = study.ask(_WINDOW, **EVERY_CHOICE)
    counts = pl.col("measure").is_in(["vendors", "listings"])
    rows = (
        hide_marked(
            answer.frame,
            _NUMBERS,
            flagged(answer.frame, study.hidden.choice, "market", "measure", "definition", "attribution"),
            is_identified=study.scope.is_identified,
        )
        .pipe(partial(_rounded, study))
        .pipe(partial(noted, answer.frame))
        .with_columns(
            pl.when(counts)
            .then(pl.col("definition"))
            .when(pl.col("attribution") == "A2")
            .then(pl.lit("A2, ") + pl.col("definition"))
            .otherwise(pl.col("attribution"))
            .alias("choice")
        )
        .with_columns(
            pl.when(~counts & (pl.col("attribution") != "A2"))
            .then(None)
            .otherwise(pl.col("definition"))
            .alias("definition"),
            pl.when(~counts).then(pl.col("attribution")).alias("attribution"),
        )
    )
    charts = []
    for measure in MEASURES:
        part = rows.filter(pl.col("measure") == measure)
        if not part["share"].sum():
            continue
        spec = dots(
            points(part, "share", "share", _ENDS),
            words,
            study.markets,
            row="choice",
            order=sorted(part["choice"].unique()),
            value="share",
            low="share_low",
            high="share_high",
            form=".0%",
            title=words("column.share"),
        )
        charts.append(
            Chart(
                spec,
                words("shares.choices_alt", measure=words(f"measure.{measure}")),
                words.sentence(f"measure.{measure}"),
                of="every",
            )
        )
    columns = table_columns(words, "measure", "definition", "attribution", *_COLUMNS)
    return Figure(
        "shares-choices",
        words("shares.choices_title"),
        rows,
        columns,
        answer.sql,
        [words("shares.together"), words("shares.choices_what"), *_unknown(study, answer.frame)],
        facts(study, rows, interval="here", definition=words("shares.every_choice")),
        charts,
        explore=explored("country_share", study.scope),
    )
