"""How large the country's orders are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.threshold import FEWEST
from cryptodrug_scraper.measures.estimators.told import is_drawn
from cryptodrug_scraper.report.charts import bars
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.explored import explored
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Chart, Figure, Section
from cryptodrug_scraper.report.small import flagged, hide_marked, points, sayable
from cryptodrug_scraper.report.states import noted
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["bands"]

_SQL = statement(__package__, "bands")
_ABOVE = statement(__package__, "above")
_NUMBERS = (
    "transactions",
    "transaction_share",
    "transaction_share_low",
    "transaction_share_high",
    "turnover_eur",
    "turnover_share",
    "turnover_share_low",
    "turnover_share_high",
)
_COLUMNS = (
    "transactions",
    "transaction_share",
    "transaction_share_low",
    "transaction_share_high",
    "turnover_eur",
    "turnover_share",
    "turnover_share_low",
    "turnover_share_high",
    "vendor_count",
)


def bands(study: Study) -> Section:
    """Return the bands of value, and what lies above EUR 200 and 1,000."""
    words = study.words
    answer = study.ask(_SQL)
    rows = hide_marked(
        answer.frame,
        _NUMBERS,
        flagged(
            answer.frame, lambda market, least: ("band", market, least) in study.hidden.sales, "market", "band_from"
        ),
        is_identified=study.scope.is_identified,
    )
    total = flagged(rows, lambda market: ("band", market, None) in study.hidden.sales, "market")
    shares = [name for name in _NUMBERS if "share" in name]
    rows = rows.with_columns(pl.when(~total).then(name).alias(name) for name in shares)  # a value over it tells it
    rows = noted(answer.frame, rows)
    rows = rows.with_columns(
        pl.struct("band_from", "band_to")
        .map_elements(lambda band: _band(study, band), return_dtype=pl.Utf8)
        .alias("band")
    )
    order = rows.unique("band_from").sort("band_from")["band"].to_list()
    charts = []
    sold = pl.col("transactions") > 0
    if not rows.filter(sold).is_empty():
        charts = [
            Chart(
                bars(
                    points(rows, "share", f"{name}_share", (f"{name}_share_low", f"{name}_share_high")),
                    words,
                    study.markets,
                    row="band",
                    order=order,
                    value=f"{name}_share",
                    form=".0%",
                    title=words("column.share"),
                ),
                words("bands.alt", measure=words(f"measure.{measure}")),
                words("bands.share_of", measure=words(f"measure.{measure}")),
            )
            for name, measure in (("transaction", "transactions"), ("turnover", "turnover_eur"))
        ]
    figure = Figure(
        "bands-all",
        words("bands.all"),
        rows,
        table_columns(words, "market", "band", *_COLUMNS),
        answer.sql,
        (),
        facts(study, rows, interval="here"),
        charts,
        explore=explored("transaction", study.scope),
    )
    above, headlines = _above(study)
    return Section("bands", words("bands.title"), [figure, above], [words("bands.lead")], headlines)


def _band(study: Study, band: dict[str, float | None]) -> str:
    words, low, high = study.words, band["band_from"] or 0, band["band_to"]
    if high is None:
        return words("bands.from", low=words.euro(low))
    return words("bands.between", low=words.euro(low), high=words.euro(high))


def _printed(study: Study, printed: float, sales: float) -> str:
    """How many sales have a printed amount."""
    words = study.words
    return (
        words("untold.printed_all") if printed == sales > 1 else words("untold.printed", number=words.number(printed))
    )


def _above(study: Study) -> tuple[Figure, list[str]]:
    words = study.words
    answer = study.ask(_ABOVE)
    frame = answer.frame.with_columns(pl.col("band_from").cast(pl.Float64))
    sales = study.hidden.sales
    hidden = (frame["all_vendor_count"] < FEWEST) | flagged(
        frame,
        lambda market, edge: bool({("band", market, None), ("above", market, int(edge))} & sales),
        "market",
        "band_from",
    )
    rows = hide_marked(
        frame, [*_NUMBERS, "sale_count", "printed_count"], hidden, is_identified=study.scope.is_identified
    )
    printed = flagged(rows, lambda market: ("printed", market) in sales, "market")
    rows = rows.with_columns(pl.when(~printed).then("printed_count").alias("printed_count"))
    rows = noted(frame, rows)
    sentences = []
    ends = ("transaction_share_low", "transaction_share_high")
    none, many = (pl.col("transactions") == 0) & (pl.col("printed_count") > 0), ("all_vendor_count",)
    told = sayable(rows.filter(~pl.col("is_hidden")), "share", "transaction_share", ends, many)
    shown = ("turnover_share_low", "turnover_share_high")
    told = told.filter(none | (is_drawn("share", *shown, ("vendor_count",))))
    for row in told.iter_rows(named=True):
        market = study.called(row["market"])
        key = "untold.above" if row["transactions"] else "untold.none_above"
        sentences.append(
            words(
                key,
                market=market,
                edge=words.euro(row["band_from"]),
                total=words.number(row["sale_count"]),
                printed=_printed(study, row["printed_count"] or 0, row["sale_count"]),  # none_above alone tells it
                share=words.percent(row["transaction_share"]),
                low=words.percent(row["transaction_share_low"]),
                high=words.percent(row["transaction_share_high"]),
                worth=words.percent(row["turnover_share"]),
                worth_low=words.percent(row["turnover_share_low"]),
                worth_high=words.percent(row["turnover_share_high"]),
            )
        )
    columns = table_columns(words, "market", "band_from", *_COLUMNS, "sale_count", "printed_count")
    figure = Figure(
        "bands-above",
        words("bands.above_title"),
        rows,
        columns,
        answer.sql,
        sentences,
        facts(study, rows, interval="here"),
        explore=explored("transaction", study.scope),
    )
    return figure, sentences
