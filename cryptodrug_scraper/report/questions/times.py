"""When pages were made, held against what their sources state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.disclosure.looks import moved_of_many
from cryptodrug_scraper.report.charts import spread
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.explored import explored
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.pages import page_count, page_number, page_rounding
from cryptodrug_scraper.report.parts import Chart, Figure, Section
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    import polars as pl

    from cryptodrug_scraper.report.parts import Study

__all__ = ["times"]

_SOURCES = statement(__package__, "times_by_source")
_LOOKS = statement(__package__, "times_by_look")


def times(study: Study) -> Section:
    """Return how many pages were made when their sources state, and from which snapshots others were moved away."""
    words = study.words
    answer = study.ask(_SOURCES)
    rows = answer.frame if study.scope.is_identified else moved_of_many(answer.frame)
    columns = table_columns(
        words,
        "market",
        "time_source",
        "pages",
        "agree",
        "older",
        "newer",
        "unsure",
        "without_time",
        "days_median",
        "days_most",
        "by_ratings",
        "by_counters",
        "by_rates",
        "by_clock",
        "by_bytes",
        "by_rest",
    )
    figure = Figure(
        "times-sources",
        words("times.sources"),
        rows,
        columns,
        answer.sql,
        [words("times.sources_what"), words("times.window"), *page_rounding(study)],
        _facts(study, rows, page_count(study, rows)),
        is_open=True,
    )
    headlines = _headlines(study, rows)
    lead = [words("times.lead"), *([] if headlines else [words("times.unknown")])]
    return Section("times", words("times.title"), [figure, _looks(study)], lead, headlines)


def _looks(study: Study) -> Figure:
    words = study.words
    answer = study.ask(_LOOKS)
    rows = answer.frame if study.scope.is_identified else moved_of_many(answer.frame)
    drawn = rows.drop_nulls("days_median")
    charts = [Chart(spread(drawn, words, study.markets), words("times.alt"), of="markets")] if drawn.height else []
    sentences = [words("times.looks_what"), *page_rounding(study)]
    if not answer.frame["moved"].sum():
        sentences.append(words("times.none"))
    return Figure(
        "times-looks",
        words("times.looks"),
        rows,
        table_columns(
            words, "market", "first_at", "pages", "moved", "moved_share", "days_median", "days_most", "grade"
        ),
        answer.sql,
        sentences,
        _facts(study, rows, words.many("coverage.snapshots", rows.height)),
        charts,
        is_open=bool(charts),
        explore=explored("capture_time", study.scope),
    )


def _facts(study: Study, rows: pl.DataFrame, n: str) -> list[tuple[str, str]]:
    return facts(study, rows, interval="none", definition=study.words("times.definition"), n=n)


def _headlines(study: Study, frame: pl.DataFrame) -> list[str]:
    """A sentence for each market."""
    return [
        study.words(
            "times.headline",
            market=study.called(str(market)),
            **{name: page_number(study, rows, name) for name in ("pages", "moved", "unsure")},
        )
        for (market,), rows in frame.group_by("market", maintain_order=True)
    ]
