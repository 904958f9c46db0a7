"""How well the pages were read, and what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.counts import rounded_to
from cryptodrug_scraper.disclosure.threshold import FEWEST
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.facts import facts
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
    rows = answer.frame
    columns = table_columns(
        words, "market", "kind", "pages", "walls", "cut", "with_issues", "warnings", "errors", "clean_share"
    )
    pages, unclean = int(rows["pages"].sum() or 0), int(rows["with_issues"].sum() or 0)
    headline = words("reading.headline", pages=words.number(pages), unclean=words.number(unclean))
    figure = Figure(
        "reading-pages",
        words("reading.pages"),
        rows,
        columns,
        answer.sql,
        [headline],
        facts(study, rows, interval="none", definition=words("reading.definition"), n=words.many("reading.n", pages)),
        is_open=True,
    )
    return Section("reading", words("reading.title"), [figure], [words("reading.lead")], [headline])


def refused(study: Study) -> Section:
    """Return what was left out of the figures, and why."""
    words = study.words
    answer = study.ask(_REFUSED)
    kept = answer.frame.with_columns(pl.lit(value=False).alias(HIDDEN))
    kept = kept if study.scope.is_identified else _public(study, answer.frame)
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
    shown = rows.with_columns(
        pl.when(of_accounts).then(rounded[name]).otherwise(pl.col(name)).alias(name)
        for name in ("number", "total", "share")
    )
    return noted(frame, shown)
