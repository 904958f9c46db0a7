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

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

__all__ = ["reading", "refused"]

_READ = """
SELECT market, kind, sum(page_count)::bigint AS pages, sum(wall_count)::bigint AS walls,
       sum(incomplete_count)::bigint AS cut, sum(page_with_issue_count)::bigint AS with_issues,
       sum(warning_count)::bigint AS warnings, sum(error_count)::bigint AS errors,
       1 - sum(page_with_issue_count) / nullif(sum(page_count), 0) AS clean_share
FROM research.capture_quality
WHERE day BETWEEN date_trunc('month', $first_day) AND (date_trunc('month', $last_day) + interval '1 month - 1 day')
GROUP BY market, kind ORDER BY market, pages DESC, kind
"""
_REFUSED = """
WITH known (what, market, number, total, vendor_count) AS (
  SELECT 'wall', market, sum(wall_count), sum(page_count), NULL::bigint FROM research.capture_quality
  WHERE day BETWEEN date_trunc('month', $first_day) AND (date_trunc('month', $last_day) + interval '1 month - 1 day')
  GROUP BY market
  UNION ALL
  SELECT 'cut', market, sum(incomplete_count), sum(page_count), NULL FROM research.capture_quality
  WHERE day BETWEEN date_trunc('month', $first_day) AND (date_trunc('month', $last_day) + interval '1 month - 1 day')
  GROUP BY market
  UNION ALL
  SELECT 'partial_snapshot', market, count(*) FILTER (WHERE grade = 'partial'), count(*), NULL FROM research.snapshot
  WHERE first_at >= date_trunc('month', $first_day) AND first_at < date_trunc('month', $last_day) + interval '1 month'
  GROUP BY market
  UNION ALL
  SELECT 'price_' || f.flag, market, count(*) FILTER (WHERE price_flag = f.flag), count(*),
         count(DISTINCT vendor) FILTER (WHERE price_flag = f.flag)
  FROM research.transaction
  CROSS JOIN (VALUES ('holding'), ('imputed_holding'), ('free'), ('unverified_high'), ('implausible'))
    AS f (flag)
  WHERE occurred_from + (occurred_to - occurred_from) / 2
    BETWEEN (date_trunc('month', $first_day::timestamp) AT TIME ZONE 'UTC')
    AND ((date_trunc('month', $last_day::timestamp) + interval '1 month - 1 microsecond') AT TIME ZONE 'UTC')
  GROUP BY market, f.flag
  UNION ALL
  SELECT 'counter_implausible', market, count(*) FILTER (WHERE counter_flag = 'implausible'), count(counter_flag),
         count(DISTINCT vendor) FILTER (WHERE counter_flag = 'implausible')
  FROM research.vendor_month
  WHERE month BETWEEN date_trunc('month', $first_day) AND $last_day
  GROUP BY market
  UNION ALL
  SELECT 'no_amount', market, count(*) FILTER (WHERE amount_eur IS NULL), count(*),
         count(DISTINCT vendor) FILTER (WHERE amount_eur IS NULL)
  FROM research.transaction
  WHERE occurred_from + (occurred_to - occurred_from) / 2
    BETWEEN (date_trunc('month', $first_day::timestamp) AT TIME ZONE 'UTC')
    AND ((date_trunc('month', $last_day::timestamp) + interval '1 month - 1 microsecond') AT TIME ZONE 'UTC')
  GROUP BY market
  UNION ALL
  SELECT 'no_estimate', market, count(*) FILTER (WHERE value IS NULL), count(*), NULL FROM research.population
  WHERE snapshot_first_at >= date_trunc('month', $first_day)
    AND snapshot_first_at < date_trunc('month', $last_day) + interval '1 month'
  GROUP BY market
  UNION ALL
  SELECT 'link_' || d.decision, NULL, count(DISTINCT (market_a, vendor_a, market_b, vendor_b))
         FILTER (WHERE l.decision = d.decision), count(DISTINCT (market_a, vendor_a, market_b, vendor_b)),
         count(DISTINCT (market_a, vendor_a, market_b, vendor_b)) FILTER (WHERE l.decision = d.decision)
  FROM research.account_link l CROSS JOIN (VALUES ('rejected'), ('candidate')) AS d (decision)
  GROUP BY d.decision
)
SELECT what, market, number::bigint, total::bigint, number / nullif(total, 0)::float8 AS share, vendor_count FROM known
ORDER BY what, market
"""


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
    return rows.with_columns(
        pl.when(of_accounts).then(rounded[name]).otherwise(pl.col(name)).alias(name)
        for name in ("number", "total", "share")
    )
