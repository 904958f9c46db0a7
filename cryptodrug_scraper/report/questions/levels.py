"""How many vendors and listings, how many sales worth how much, month by month."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.estimators.told import FEWEST
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.report.charts import lines
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.explored import explored
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Chart, Figure, Section
from cryptodrug_scraper.report.questions.rated import rated
from cryptodrug_scraper.report.small import flagged, hide_marked, with_rounded_vendors
from cryptodrug_scraper.report.states import noted
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.words.reasons import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.report.parts import Choices, Study

__all__ = ["MEASURES", "OF", "levels"]

MEASURES = ("vendors", "listings", "transactions", "turnover_eur")
OF: Mapping[str, Choices] = {
    "vendors": "definition",
    "listings": "definition",
    "transactions": "sales",
    "turnover_eur": "sales",
}
"""On which choices a picture of each measure rests."""
_SQL = statement(__package__, "levels")
_FORM = {"vendors": ",.0f", "listings": ",.0f", "transactions": ",.0f", "turnover_eur": ",.0f"}


def levels(study: Study) -> Section:
    """Return a figure for each measure: the country's, and beside it the whole market's."""
    words = study.words
    answer = study.ask(_SQL)
    shown = hide_marked(
        answer.frame,
        ["value", "low", "high"],
        flagged(answer.frame, partial(study.hidden.month, "own"), "market", "measure", "month"),
        is_identified=study.scope.is_identified,
    )
    shown = hide_marked(
        shown.rename({"is_hidden": "hidden_part"}),
        ["whole", "whole_low", "whole_high"],
        flagged(answer.frame, partial(study.hidden.month, "market"), "market", "measure", "month"),
        count="whole_vendor_count",
        is_identified=study.scope.is_identified,
    ).with_columns((pl.col("is_hidden") | pl.col("hidden_part")).alias("is_hidden"))
    if not study.scope.is_identified:
        shown = with_rounded_vendors(shown, "value", "low", "high", "whole", "whole_low", "whole_high")
    shown = noted(answer.frame, shown)
    figures = []
    for measure in MEASURES:
        rows = shown.filter(pl.col("measure") == measure)
        title = words.sentence(f"measure.{measure}")
        charts = [
            Chart(
                lines(
                    rows,
                    words,
                    study.markets,
                    value=value,
                    low=f"{prefix}low",
                    high=f"{prefix}high",
                    form=_FORM[measure],
                    title=title,
                ),
                words(
                    "levels.alt",
                    measure=words(f"measure.{measure}"),
                    of=words(f"levels.{name}", country=words.named(study.scope.country)),
                ),
                words(f"levels.{name}", country=words.named(study.scope.country)),
                of="markets" if prefix else OF[measure],
            )
            for name, value, prefix in (("of_country", "value", ""), ("of_market", "whole", "whole_"))
            if rows[value].drop_nulls().sum()
        ]
        figures.append(
            Figure(
                f"levels-{measure}",
                title,
                rows,
                table_columns(
                    words,
                    "market",
                    "month",
                    ("value", "of_country"),
                    "low",
                    "high",
                    "vendor_count",
                    "whole",
                    "whole_low",
                    "whole_high",
                    "whole_vendor_count",
                    "grade",
                ),
                answer.sql,
                [words(f"levels.what_{measure}"), *_not_yet(study, rows)],
                facts(study, rows, interval="here"),
                charts,
                explore=explored("country_share", study.scope, measure=measure),
            )
        )
    figures.append(rated(study))
    return Section("levels", words("levels.title"), figures, [words("levels.lead")], _headlines(study, shown))


def _not_yet(study: Study, rows: pl.DataFrame) -> list[str]:
    """For each month that cannot be known yet why that is so."""
    words = study.words
    why = {
        (row["market"], row["month"]): Reason(row["reason_code"], json.loads(row["reason_values"]))
        for row in rows.drop_nulls("reason_code").iter_rows(named=True)
    }
    return [
        words(
            "levels.not_yet",
            market=study.called(market),
            month=words.month(month),
            why=sentence(words, reason),
        )
        for (market, month), reason in why.items()
    ]


def _headlines(study: Study, shown: pl.DataFrame) -> list[str]:
    """For each market the span of what it sold in a month, of those of which all is known."""
    words = study.words
    told = []
    many = pl.col("whole_vendor_count") >= FEWEST
    known = pl.col("whole").is_not_null() & (pl.col("grade") != "partial")
    whole = shown.filter((pl.col("measure") == "turnover_eur") & known & many)
    for (market,), rows in whole.group_by("market", maintain_order=True):
        values, months = rows["whole"].to_list(), rows["month"].to_list()
        told.append(
            words(
                "levels.headline" if len(months) > 1 else "levels.headline_month",
                market=study.called(str(market)),
                low=words.euro(min(values)),
                high=words.euro(max(values)),
                first=words.full_month(min(months)),
                last=words.full_month(max(months)),
                number=words.number(len(months)),
            )
        )
    return told
