"""How well the pages were read, and what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.counts import rounded_sum, rounded_to
from cryptodrug_scraper.disclosure.looks import read_of_many
from cryptodrug_scraper.disclosure.threshold import FEWEST
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.facts import facts
from cryptodrug_scraper.report.pages import page_count, page_number, page_rounding
from cryptodrug_scraper.report.parts import Figure, Section
from cryptodrug_scraper.report.small import HIDDEN, hide_marked
from cryptodrug_scraper.report.states import noted
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["reading", "refused"]

_READ = statement(__package__, "pages_read")
_REFUSED = statement(__package__, "refused")


def reading(study: Study) -> Section:
    """Return what became of the pages of each kind."""
    words = study.words
    answer = study.ask(_READ)
    rows = answer.frame if study.scope.is_identified else _read_of_many(answer.frame)
    columns = table_columns(
        words, "market", "kind", "pages", "walls", "cut", "with_issues", "warnings", "errors", "clean_share"
    )
    pages, unclean = (page_number(study, rows, name) for name in ("pages", "with_issues"))
    headline = words("reading.headline", pages=pages, unclean=unclean)
    figure = Figure(
        "reading-pages",
        words("reading.pages"),
        rows,
        columns,
        answer.sql,
        [headline, *page_rounding(study)],
        facts(study, rows, interval="none", definition=words("reading.definition"), n=page_count(study, rows)),
        is_open=True,
    )
    return Section("reading", words("reading.title"), [figure], [words("reading.lead")], [headline])


def _read_of_many(frame: pl.DataFrame) -> pl.DataFrame:
    shown = read_of_many(frame)
    raw = shown.select("market", "kind").join(
        frame, on=["market", "kind"], how="left", maintain_order="left", nulls_equal=True
    )
    return noted(raw, shown)


def refused(study: Study) -> Section:
    """Return what was left out of the figures, and why."""
    words = study.words
    answer = study.ask(_REFUSED)
    kept = answer.frame.with_columns(pl.lit(value=False).alias(HIDDEN))
    if not study.scope.is_identified:
        kept = noted(answer.frame, _pages_of_many(study, _public(study, answer.frame)))
    rows = kept.drop("vendor_count").with_columns(
        pl.col("what")
        .replace_strict(
            {name: words(f"refused.{name}") for name in answer.frame["what"].unique()},
            default=pl.col("what"),
            return_dtype=pl.Utf8,
        )
        .alias("name"),
        pl.col("market").fill_null("all"),
    )
    columns = table_columns(words, ("name", "refused"), "market", "number", ("total", "out_of"), "share")
    few = words.number(FEWEST)
    sentences = [] if study.scope.is_identified else [words("refused.small", few=few), words("refused.not_covered")]
    figure = Figure(
        "refused-all",
        words("refused.all"),
        rows,
        columns,
        answer.sql,
        sentences,
        facts(study, rows, interval="none", definition=words("refused.definition"), n=words("fact.see_rows")),
        is_open=True,
    )
    return Section("refused", words("refused.title"), [figure], [words("refused.lead")])


def _public(study: Study, frame: pl.DataFrame) -> pl.DataFrame:
    """What was left out, as it is published: accounts rounded, sales with all else that is told of them."""
    sales, named = study.hidden.sales, frame.select("what", "market").rows()
    flags = [("flag", market, what.removeprefix("price_")) in sales for what, market in named]
    wholes = [what.startswith(("price_", "no_amount")) and ("rated", market) in sales for what, market in named]
    rows = hide_marked(frame, ["number", "share"], pl.Series(flags, dtype=pl.Boolean))
    rows = rows.with_columns(
        pl.when(~pl.Series(wholes, dtype=pl.Boolean)).then(name).alias(name) for name in ("total", "share")
    )
    of_accounts = pl.col("what").str.starts_with("link_") | pl.col("what").str.starts_with("counter_")
    rounded = rounded_to(rows, "number", "total").with_columns(
        pl.when(pl.col("total") > 0).then(pl.col("number") / pl.col("total")).alias("share")
    )
    return rows.with_columns(
        pl.when(of_accounts).then(rounded[name]).otherwise(pl.col(name)).alias(name)
        for name in ("number", "total", "share")
    )


def _pages_of_many(study: Study, frame: pl.DataFrame) -> pl.DataFrame:
    """Pages that were left out, as those of all kinds are published together; walls are of nobody."""
    read = read_of_many(study.ask(_READ).frame).group_by("market")
    wholes = read.agg(rounded_sum("pages"), rounded_sum("cut"))
    rows = frame.join(wholes, on="market", how="left", maintain_order="left")
    of_pages, is_cut = pl.col("what").is_in(["wall", "cut"]), pl.col("what") == "cut"
    rows = rows.with_columns(
        pl.when(of_pages).then("pages").otherwise("total").alias("total"),
        pl.when(is_cut).then("cut").otherwise("number").alias("number"),
    )
    share = pl.when(pl.col("total") > 0).then((pl.col("number") / pl.col("total")).clip(upper_bound=1.0))
    return rows.with_columns(pl.when(of_pages).then(share).otherwise("share").alias("share")).drop("pages", "cut")
