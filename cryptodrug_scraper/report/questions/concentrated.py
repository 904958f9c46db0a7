"""How much of the trade is in few hands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.dominance import concentration_told
from cryptodrug_scraper.disclosure.threshold import FEWEST
from cryptodrug_scraper.measures.estimators.concentration import MEASURES, concentration
from cryptodrug_scraper.report.charts import lines
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Chart, Figure, Section
from cryptodrug_scraper.report.small import HIDDEN, flagged, hide_marked, untold
from cryptodrug_scraper.report.states import noted
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["concentrated"]

_MARKET = statement(__package__, "market_vendors")
_COUNTRY = statement(__package__, "country_vendors")
_UNKNOWN = statement(__package__, "unknown_months")
_TENTH = 10
_NUMBERS = ("total", "top_10_share", "gini", "hhi")


def concentrated(study: Study) -> Section:
    """Return the concentration of each market by month, and that of the country's vendors in the window."""
    words = study.words
    figures = []
    unknown = _unknown(study)
    for name, sql in (("market", _MARKET), ("country", _COUNTRY)):
        answer = study.ask(sql)
        rows = _measured(study, answer.frame, is_of_country=name == "country")
        charts = []
        if name == "market" and rows["top_10_share"].drop_nulls().len():
            spec = lines(
                rows.with_columns(pl.lit(None, dtype=pl.Float64).alias("none")).filter(
                    pl.col("measure") == "turnover_eur"
                ),
                words,
                study.markets,
                value="top_10_share",
                low="none",
                high="none",
                form=".0%",
                title=words("column.top_10"),
            )
            charts.append(Chart(spec, words("concentrated.alt"), of="markets"))
        month = ("month",) if name == "market" else ()
        columns = table_columns(
            words,
            "market",
            *month,
            "measure",
            "vendor_count",
            ("total", "total_amount"),
            "top_10_share",
            "gini",
            "hhi",
            "grade",
        )
        definition = None if name == "country" else words("concentrated.all_vendors")
        figures.append(
            Figure(
                f"concentrated-{name}",
                words(f"concentrated.{name}"),
                rows,
                columns,
                answer.sql,
                [words("concentrated.what"), *([unknown] if unknown and rows.height else [])],
                facts(study, rows, interval="none", definition=definition),
                charts,
                why_empty=unknown,
            )
        )
    return Section("concentrated", words("concentrated.title"), figures, [words("concentrated.lead")])


def _unknown(study: Study) -> str | None:
    """Of which months it is told that it cannot be known yet what was sold in them; None: of none."""
    words = study.words
    months = study.ask(_UNKNOWN).frame
    if months.is_empty():
        return None
    told = [
        f"{study.markets.get(str(market), str(market))} ({words.listed(map(words.full_month, rows['month']))})"
        for (market,), rows in months.group_by("market", maintain_order=True)
    ]
    return words("concentrated.unknown", months=words.listed(told))


def _measured(study: Study, frame: pl.DataFrame, *, is_of_country: bool) -> pl.DataFrame:
    """Concentration of each market and month of the rows; the share of the top tenth where that is five or more."""
    grades = frame.group_by("market", "month").agg(pl.col("grade").first())
    found = [
        concentration(rows.select("vendor", "month", *MEASURES), top_percent=(_TENTH,)).with_columns(
            pl.lit(str(market)).alias("market")
        )
        for (market,), rows in frame.group_by("market", maintain_order=True)
    ]
    if not found:
        return pl.DataFrame(
            schema={
                "market": pl.Utf8,
                "month": pl.Date,
                "measure": pl.Utf8,
                "vendor_count": pl.Int64,
                "total": pl.Float64,
                "top_10_share": pl.Float64,
                "gini": pl.Float64,
                "hhi": pl.Float64,
                "grade": pl.Utf8,
                "is_hidden": pl.Boolean,
            }
        )
    whole = pl.concat(found).join(grades, on=["market", "month"], how="left").sort("market", "month", "measure")
    scope, keys = study.scope, ["market", "measure"]
    if is_of_country:
        own = (scope.definition, scope.attribution)
        hidden = flagged(whole, lambda market, measure: study.hidden.choice(market, measure, *own), *keys)
    else:
        hidden = flagged(whole, partial(study.hidden.month, "market"), *keys, "month")
    shown = hide_marked(whole, _NUMBERS, hidden, is_identified=scope.is_identified)
    shown = noted(whole, shown if scope.is_identified else _untelling(shown, frame))
    many, top = pl.col("vendor_count") >= FEWEST, pl.col("vendor_count") > _TENTH * (FEWEST - 1)
    enough = {"top_10_share": top, "gini": many, "hhi": many}
    told = shown.with_columns(pl.when(rule).then(name).alias(name) for name, rule in enough.items())
    return untold(shown, told, *enough)


def _untelling(rows: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows without numbers of concentration that tell, beside the total, what the largest vendor sold."""
    keys = ["market", "month", "measure"]
    told = concentration_told(frame, MEASURES, _TENTH)
    rows = rows.join(told, on=keys, how="left", maintain_order="left")
    gone = {"top_10_share": "is_top_told", "gini": "is_told", "hhi": "is_told"}
    shown = [pl.when(~pl.col(rule)).then(name).alias(name) for name, rule in gone.items()]
    is_hidden = pl.any_horizontal(HIDDEN, "is_told", "is_top_told")
    return rows.with_columns(*shown, is_hidden.alias(HIDDEN)).drop("is_told", "is_top_told")
