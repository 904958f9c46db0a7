"""Whether the other markets grew after a market's end, by how much, and how much of that those who came are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.counts import rounded_ratio
from cryptodrug_scraper.disclosure.threshold import FEWEST, any_few, few
from cryptodrug_scraper.measures.accounts.migrant_volume import growth, volumes
from cryptodrug_scraper.measures.estimators.cluster_share import LEAST_DEGREES, student_t
from cryptodrug_scraper.measures.estimators.interrupted_series import interrupted_series
from cryptodrug_scraper.measures.estimators.told import is_told
from cryptodrug_scraper.report.charts import dots
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Chart, Figure
from cryptodrug_scraper.report.small import HIDDEN, flagged, hide_marked, points, sayable, untold, with_rounded_vendors
from cryptodrug_scraper.report.states import noted
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from datetime import datetime

    from cryptodrug_scraper.report.parts import Study

__all__ = ["GROWTH", "grew"]

_SALES = statement(__package__, "sales_around_ends")
GROWTH = """
SELECT event, from_market, market AS to_market, measure, days, before, after, quotient AS ratio, low, high,
       before_vendor_count AS sold_before, after_vendor_count AS sold_after, vendor_count
FROM research.growth_after_end() ORDER BY market, from_market, measure
"""
"""How many times as much the other markets sold after each end as before it."""
_PAIR = ("event", "from_market", "to_market")
_WEEKS = 12
"""Weeks on each side of an event through which a line is laid."""
_LATE = 2
"""Weeks at the end of what was observed, whose ratings are not all left yet."""
_OF_GROWTH = ("migrant_share", "migrant_low", "migrant_high")
_ENDS = ("low", "high")
_PART = {"share": "migrant_share", "low": "migrant_low", "high": "migrant_high"}
_BOTH = ("sold_before", "sold_after")
_NUMBERS = ("before", "after", "ratio", "low", "high", *_OF_GROWTH, "jump", "jump_low", "jump_high")
_COLUMNS = (
    ("to_market", "market"),
    "from_market",
    "event_name",
    "measure",
    ("days", "window_days"),
    "before",
    "after",
    "ratio",
    "low",
    "high",
    *_OF_GROWTH,
    "jump",
    "jump_low",
    "jump_high",
    "vendor_count",
)


def grew(
    study: Study, migration: pl.DataFrame, shocks: pl.DataFrame, observed: pl.DataFrame, why_empty: str | None = None
) -> Figure:
    """
    Return sales, turnover and vendors of the other markets after an end over those before it, and the jump of sales.

    Args:
        study: whose words and views these are.
        migration: rows of the view.
        shocks: of `measures.accounts.shocks.shocks`; of those that the window holds.
        observed: of `measures.accounts.shocks.observed_until`.
        why_empty: what is said where there is nothing of it.
    """
    words = study.words
    answer, grown = study.ask(_SALES), study.ask(GROWTH)
    sold = volumes(migration, shocks, answer.frame, observed)
    keys = [*_PAIR, "measure"]
    part = growth(sold).select(*keys, "migrant_share").join(_of_migrants(sold), on=keys)
    rows = (
        grown.frame.join(shocks, left_on="from_market", right_on="market", how="semi")
        .join(part, on=keys)
        .join(_jumps(answer.frame, shocks, observed), on=keys, how="left")
    )
    rows = rows.filter(pl.col("vendor_count") > 0).sort("to_market", "from_market", "event", "measure")
    rows = rows.with_columns(pl.lit(value=False).alias(HIDDEN)) if study.scope.is_identified else _public(study, rows)
    is_none = pl.col("low").is_null() & pl.col("high").is_null()  # of fewer than five ratings (orders_growth)
    rows = untold(rows, rows.with_columns(pl.when(~is_none).then("ratio").alias("ratio")), "ratio")
    rows = rows.with_columns(
        pl.col("event").map_elements(lambda name: words.known("event", name), return_dtype=pl.Utf8).alias("event_name")
    )
    return Figure(
        "migration-growth",
        words("migration.growth"),
        rows,
        table_columns(study.words, *_COLUMNS),
        f"{grown.sql};\n\n{answer.sql}",
        [words("migration.growth_what"), *_sentences(study, rows)],
        facts(study, rows, interval="here", definition=words("concentrated.all_vendors")),
        _charts(study, rows, max(observed["observed_until"], default=None)),
        why_empty=why_empty,
    )


def _public(study: Study, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as they are published: vendors rounded, and their quotient that of rounded numbers."""
    keys = ("to_market", "measure", "event", "from_market")
    hidden = {kind: flagged(rows, partial(study.hidden.grown, kind), *keys) for kind in ("before", "after", "came")}
    few_sold = rows.select(any_few(("sold_before", "sold_after"))).to_series() | hidden["before"] | hidden["after"]
    of_vendors, migrants = pl.col("measure") == "vendors", few("migrants")
    others = (pl.col("vendor_count") - pl.col("migrants")).is_between(1, FEWEST - 1)
    is_shown = ~(migrants | others | hidden["came"] | of_vendors)
    known = rows.with_columns(pl.when(is_shown).then(name).alias(name) for name in _OF_GROWTH)
    ratio = rounded_ratio(known, "after", "before", "ratio", ("low", "high"))
    known = known.with_columns(
        pl.when(of_vendors).then(ratio[name]).otherwise(pl.col(name)).alias(name) for name in ("ratio", "low", "high")
    )
    public = with_rounded_vendors(hide_marked(known, _NUMBERS, few_sold), "before", "after")
    return noted(rows, public, _OF_GROWTH)  # without a part there was no growth


def _of_migrants(sold: pl.DataFrame) -> pl.DataFrame:
    """How many accounts that came sold something, by measure, and limits of their part of the growth, over vendors."""
    is_migrant = (pl.col("class") == "migrant").fill_null(value=False)
    transactions = [pl.col(f"transactions_{when}").cast(pl.Float64) for when in ("before", "after")]
    sums = {
        "vendors": [(each > 0).cast(pl.Float64) for each in transactions],
        "transactions": transactions,
        "turnover_eur": [pl.col(f"turnover_{when}_eur").fill_null(0.0) for when in ("before", "after")],
    }
    parts = []
    for measure, (before, after) in sums.items():
        gain = after - before
        part = pl.when(is_migrant).then(gain).otherwise(0.0)
        square = ((part - part.sum() / gain.sum() * gain) / gain.sum()) ** 2
        degrees = pl.max_horizontal(pl.lit(LEAST_DEGREES), square.sum() ** 2 / (square**2).sum())
        middle, width = part.sum() / gain.sum(), square.sum().sqrt() * student_t(degrees)
        has = (gain.sum() > 0) & (square.sum() > 0)
        parts.append(
            sold.sort(*_PAIR, "to_vendor")
            .group_by(_PAIR, maintain_order=True)
            .agg(
                pl.lit(measure).alias("measure"),
                (is_migrant & (before + after > 0)).sum().cast(pl.Int64).alias("migrants"),
                pl.when(has).then(middle - width).alias("migrant_low"),
                pl.when(has).then(middle + width).alias("migrant_high"),
            )
        )
    return pl.concat(parts)


def _jumps(sales: pl.DataFrame, shocks: pl.DataFrame, observed: pl.DataFrame) -> pl.DataFrame:
    """The jump of sales a week at each event, as a factor; null where there are too few weeks."""
    found = []
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    for shock in shocks.iter_rows(named=True):
        for market, until in observed.rows():
            at = sales.filter(pl.col("market") == market).select(middle.dt.date().alias("day"))
            week = ((pl.col("day") - pl.lit(shock["last_on"])).dt.total_days() / 7).floor().cast(pl.Int64)
            last = min(_WEEKS, (until.date() - shock["last_on"]).days // 7 - _LATE)
            if market == shock["market"] or last < 1:
                continue
            series = (
                pl.DataFrame({"week": range(-_WEEKS, last)})
                .join(at.group_by(week.alias("week")).len("value"), on="week", how="left")
                .select(
                    (pl.lit(shock["last_on"]) + pl.duration(days=7) * pl.col("week")).alias("day"),
                    pl.col("value").fill_null(0),
                )
            )
            row = interrupted_series(series, shock["first_on"], shock["last_on"]).row(0, named=True)
            found.append(
                {
                    "event": shock["event"],
                    "from_market": shock["market"],
                    "to_market": market,
                    "measure": "transactions",
                }
                | {name: row[name] for name in ("jump", "jump_low", "jump_high")}
            )
    schema = dict.fromkeys((*_PAIR, "measure"), pl.String()) | dict.fromkeys(
        ("jump", "jump_low", "jump_high"), pl.Float64()
    )
    return pl.DataFrame(found, schema=schema).with_columns(pl.col("jump", "jump_low", "jump_high").exp())


def _sentences(study: Study, rows: pl.DataFrame) -> list[str]:
    words, told = study.words, []
    sold = sayable(rows.filter(pl.col("measure") == "transactions"), "quotient", "ratio", _ENDS, _BOTH)
    for row in sold.iter_rows(named=True):
        is_part = row["migrant_share"] is not None and 0 < row["migrant_share"] <= 1 and row["migrants"] >= FEWEST
        has_part = is_part and is_told("share", row["migrant_low"], row["migrant_high"])
        said = [
            words(
                "migration.grew",
                market=study.called(row["to_market"]),
                source=study.called(row["from_market"]),
                event=row["event_name"],
                days=words.number(row["days"]),
                ratio=words.decimal(row["ratio"]),
                low=words.decimal(row["low"]),
                high=words.decimal(row["high"]),
            )
        ]
        if has_part:
            part = {name: words.percent(row[of]) for name, of in _PART.items()}
            is_some = row["migrant_low"] > 0
            said.append(words("untold.of_growth" if is_some else "untold.of_growth_unsure", **part))
        told.append(" ".join(said))
    return told


def _charts(study: Study, rows: pl.DataFrame, until: datetime | None) -> list[Chart]:
    words = study.words
    drawn = points(rows, "quotient", "ratio", _ENDS, _BOTH).with_columns(
        pl.format(
            "{}, {}", pl.col("from_market").replace({**study.titles, **study.markets}), pl.col("event_name")
        ).alias("after_what"),
        pl.col("to_market").alias("market"),
    )
    charts = []
    for measure in ("vendors", "transactions", "turnover_eur"):
        part = drawn.filter(pl.col("measure") == measure)
        if part["ratio"].drop_nulls().len():
            spec = dots(
                part,
                words,
                study.markets,
                row="after_what",
                order=sorted(part["after_what"].unique()),
                value="ratio",
                low="low",
                high="high",
                form=".2f",
                title=words("column.ratio"),
                mark_at=1,
                is_log=True,
            )
            heading = words.sentence(f"measure.{measure}")
            charts.append(Chart(spec, words("migration.growth_alt"), heading, of="markets", until=until))
    return charts
