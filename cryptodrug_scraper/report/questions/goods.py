"""What the country's vendors sell, and what they sell more of than others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.report.charts import bars, dots
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.explored import explored
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.parts import Chart, Figure, Section
from cryptodrug_scraper.report.questions.placed import ask_of_places
from cryptodrug_scraper.report.small import flagged, hide_marked, points, sayable
from cryptodrug_scraper.report.states import noted
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["goods"]

_SQL = statement(__package__, "goods")
_BASES = ("listings", "transactions", "turnover_eur")
_BOUNDLESS = 1000
"""A limit of a quotient above it says no more than that there is none."""
_OF_ALL = ("all_share", "all_share_low", "all_share_high")
_NUMBERS = ("value", "share", "share_low", "share_high", "quotient", "quotient_low", "quotient_high")


def goods(study: Study) -> Section:
    """Return the mix by class of drugs on each basis, with the location quotient, and the mix by substance."""
    words = study.words
    answer = ask_of_places(study, _SQL)
    told = pl.when(pl.col("quotient_high") < _BOUNDLESS).then(pl.col("quotient_high"))
    hidden, keys = study.hidden.goods, ("market", "measure", "level", "goods")
    shown = hide_marked(
        answer.frame.with_columns(told.alias("quotient_high")),
        _NUMBERS,
        flagged(answer.frame, partial(hidden, "theirs"), *keys),
        is_identified=study.scope.is_identified,
    )
    of_all = flagged(shown, partial(hidden, "anyones"), *keys)  # a quotient and a share would tell it too
    of_all |= flagged(
        shown, lambda market, measure: hidden("anyones", market, measure, "all", "all"), "market", "measure"
    )
    shown = shown.with_columns(
        pl.when(~of_all).then(name).alias(name) for name in (*_OF_ALL, "quotient", "quotient_low", "quotient_high")
    )
    total = flagged(shown, lambda market, measure: hidden("theirs", market, measure, "all", "all"), "market", "measure")
    of_theirs = ("share", "share_low", "share_high", "quotient", "quotient_low", "quotient_high")
    shown = shown.with_columns(pl.when(~total).then(name).alias(name) for name in of_theirs)  # a value over it
    shown = noted(answer.frame.with_columns(told.alias("quotient_high")), shown)
    names = shown.select("goods").unique()["goods"].to_list()
    shown = shown.with_columns(
        pl.col("goods")
        .replace_strict(
            {name: words.known("drug", name) for name in names}, default=pl.col("goods"), return_dtype=pl.Utf8
        )
        .alias("name")
    )
    figures = [
        _figure(
            study, shown.filter((pl.col("level") == level) & (pl.col("measure") == basis)), answer.sql, level, basis
        )
        for level, bases in (("drug_class", _BASES), ("substance", _BASES[1:2]))
        for basis in bases
    ]
    return Section(
        "goods", words("goods.title"), figures, [words("goods.lead")], _headlines(study, shown, answer.frame)
    )


def _figure(study: Study, rows: pl.DataFrame, sql: str, level: str, basis: str) -> Figure:
    words, measure = study.words, study.words(f"measure.{basis}")
    drawn = rows.filter(pl.col("value") > 0)
    order = (
        drawn.group_by("name")
        .agg(pl.col("share").max())
        .sort("share", "name", descending=[True, False])["name"]
        .to_list()
    )
    charts = []
    if order:
        charts = [
            Chart(
                bars(
                    points(drawn, "share", "share", ("share_low", "share_high")),
                    words,
                    study.markets,
                    row="name",
                    order=order,
                    value="share",
                    form=".0%",
                    title=words("column.share"),
                ),
                words("goods.mix_alt", measure=measure),
                words("goods.mix"),
            ),
            Chart(
                dots(
                    points(drawn, "quotient", "quotient", ("quotient_low", "quotient_high")),
                    words,
                    study.markets,
                    row="name",
                    order=order,
                    value="quotient",
                    low="quotient_low",
                    high="quotient_high",
                    form="~g",
                    title=words("column.quotient"),
                    mark_at=1,
                    is_log=True,
                ),
                words("goods.quotient_alt", measure=measure),
                words("goods.quotient"),
            ),
        ]
    columns = table_columns(
        words,
        "market",
        ("name", level),
        ("value", "of_country"),
        "share",
        "share_low",
        "share_high",
        "all_share",
        "all_share_low",
        "all_share_high",
        "quotient",
        "quotient_low",
        "quotient_high",
        "vendor_count",
    )
    return Figure(
        f"goods-{level}-{basis}",
        words(f"goods.by_{level}", measure=measure),
        rows,
        columns,
        sql,
        (),
        facts(study, rows, interval="here"),
        charts,
        explore=explored("listing_month" if basis == "listings" else "transaction", study.scope),
    )


def _headlines(study: Study, shown: pl.DataFrame, whole: pl.DataFrame) -> list[str]:
    """For each market the class of most sales, if it may be told: the largest that is shown may not be the largest."""
    of = (pl.col("level") == "drug_class") & (pl.col("measure") == "transactions") & (pl.col("value") > 0)
    largest = (
        whole.filter(of)
        .sort("value", "goods", descending=[True, False])
        .unique("market", keep="first", maintain_order=True)
    ).select("market", "goods")
    classes = shown.filter(of)
    rows = classes.join(largest, on=["market", "goods"], how="semi").sort("market")
    rows = sayable(rows.drop_nulls("all_share"), "share", "share", ("share_low", "share_high"))
    rows = sayable(rows, "quotient", "quotient", ("quotient_low", "quotient_high"))
    return [_largest(study, row, classes) for row in rows.iter_rows(named=True)]


def _largest(study: Study, row: dict[str, Any], classes: pl.DataFrame) -> str:
    """The sentence of the largest class, and which others may be larger: those whose intervals overlap its own."""
    words = study.words
    others = classes.filter(
        (pl.col("market") == row["market"])
        & (pl.col("goods") != row["goods"])
        & (pl.col("share_high") >= row["share_low"])
    )
    near = others.drop_nulls("share").sort("share", "name", descending=[True, False])["name"].to_list()
    said = [
        words(
            "untold.goods",
            market=study.called(row["market"]),
            goods=row["name"],
            country=words.named(study.scope.country),
            vendors=words.number(row["vendor_count"]),
            **{name: words.percent(row[name]) for name in ("share", "share_low", "share_high", "all_share")},
            **{name: words.percent(row[name]) for name in ("all_share_low", "all_share_high")},
            **{name: words.decimal(row[name]) for name in ("quotient", "quotient_low", "quotient_high")},
        )
    ]
    if near:
        said.append(words("untold.goods_overlap", goods=words.listed(near)))
    return " ".join(said)
