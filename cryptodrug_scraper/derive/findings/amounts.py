"""F5: how large the country's sales are."""

from __future__ import annotations

from cryptodrug_scraper.derive.findings.measure import Measure
from cryptodrug_scraper.measures.verdicts import About, Above, NoneAbove

__all__ = ["AMOUNTS"]

_SOLD = """\
WITH sold AS (
  SELECT s.* FROM research.attributed_sale({sales}) s WHERE s.market = {market} AND s.weight > 0
), seller AS (
  SELECT s.vendor, sum(s.weight) AS whole, sum(s.weight * s.amount_eur) AS whole_eur,
         coalesce(sum(s.weight) FILTER (WHERE s.amount_eur < 200), 0) AS small,
         coalesce(sum(s.weight * s.amount_eur) FILTER (WHERE s.amount_eur < 200), 0) AS small_eur,
         coalesce(sum(s.weight) FILTER (WHERE s.amount_eur > 1000), 0) AS huge,
         sum(s.weight) FILTER (WHERE s.price_source = 'printed') AS printed,
         sum(s.weight ^ 2) FILTER (WHERE s.price_source = 'printed') AS printed_squares,
         count(*) FILTER (WHERE s.price_source = 'printed') AS printed_sales,
         count(*) AS sales, count(*) FILTER (WHERE s.amount_eur < 200) AS small_sales,
         count(*) FILTER (WHERE s.amount_eur_low > 1000 AND s.price_flag = 'ok') AS certain
  FROM sold s WHERE s.amount_eur IS NOT NULL GROUP BY s.vendor
)"""
_GRADE = "research.window_grade({market}, {days}) AS grade"
_SHARE = """\
, found AS (
  SELECT research.cluster_share(array_agg(PART ORDER BY s.vendor), array_agg(WHOLE ORDER BY s.vendor)) AS share,
         sum(s.sales) AS n, sum(s.printed_sales) AS printed, count(*) AS vendors
  FROM seller s
)
SELECT (f.share).share AS value, (f.share).low, (f.share).high, coalesce(f.n, 0)::bigint AS n, f.vendors, GRADE,
       'amounts are printed for ' || f.printed || ' of ' || f.n AS said
FROM found f""".replace("GRADE", _GRADE)
_HUGE = """\
, found AS (
  SELECT research.cluster_share(array_agg(s.huge ORDER BY s.vendor), array_agg(s.whole ORDER BY s.vendor)) AS share,
         sum(s.printed) ^ 2 / sum(s.printed_squares) AS worth, sum(s.sales) AS sales, sum(s.printed_sales) AS n,
         count(*) AS vendors, count(*) FILTER (WHERE s.certain > 0) AS certain, sum(s.huge) AS huge
  FROM seller s
), told AS (
  SELECT round(max(s.amount_eur)::numeric) AS largest,
         count(*) FILTER (WHERE s.raw_eur > 1000 AND coalesce(s.amount_eur, 0) <= 1000) AS left_out
  FROM sold s
)
SELECT (f.share).share AS value, CASE WHEN f.certain > 1 THEN (f.share).low WHEN f.vendors > 0 THEN 0 END AS low,
       CASE WHEN f.huge > 0 THEN (f.share).high
            WHEN f.vendors > 0 THEN research.none_of(coalesce(f.worth, 0)) END AS high,
       coalesce(f.n, 0)::bigint AS n, f.vendors, GRADE,
       'largest: ' || coalesce(t.largest || ' EUR', 'unknown')
       || '; amounts are printed for ' || f.n || ' of ' || f.sales
       || '; above 1000 EUR by stated prices, but taken for holding prices: ' || t.left_out AS said
FROM found f CROSS JOIN told t""".replace("GRADE", _GRADE)
_MEAN = """\
, found AS (
  SELECT research.cluster_quotient(
           array_agg(s.small_eur ORDER BY s.vendor), array_agg(s.small ORDER BY s.vendor), NULL, NULL) AS mean,
         sum(s.small_sales) AS n, count(*) FILTER (WHERE s.small > 0) AS vendors,
         1 - sum(s.small) / sum(s.whole) AS p, 1 - sum(s.small_eur) / sum(s.whole_eur) AS w
  FROM seller s
)
SELECT (f.mean).quotient AS value, (f.mean).low, (f.mean).high, coalesce(f.n, 0)::bigint AS n, f.vendors, GRADE,
       CASE WHEN f.p > 0 AND f.p < 1 THEN
         'larger are ' || round((100 * f.p)::numeric, 1) || ' % of sales and ' || round((100 * f.w)::numeric, 1)
         || ' % of turnover, so that the others are worth '
         || round((200 * (1 - f.w) / f.w * f.p / (1 - f.p))::numeric, 2) || ' EUR or more; with 30 % of turnover, '
         || round((200 * 0.7 / 0.3 * f.p / (1 - f.p))::numeric, 2) || ' EUR or more'
       END AS said
FROM found f""".replace("GRADE", _GRADE)

AMOUNTS = (
    Measure(
        "F5",
        "transactions_below_200_eur",
        "share",
        "of Belgium: more than 90 % of transactions are below 200 EUR",
        Above(0.9),
        "".join((_SOLD, _SHARE.replace("PART", "s.small").replace("WHOLE", "s.whole"))),
        has_attribution=True,
    ),
    Measure(
        "F5",
        "transactions_above_1000_eur",
        "share",
        "of Belgium: no transaction is above 1000 EUR",
        NoneAbove("sales above 1000 EUR"),
        f"{_SOLD}{_HUGE}",
        has_attribution=True,
    ),
    Measure(
        "F5",
        "turnover_of_larger_transactions",
        "share",
        "of Belgium: about 30 % of turnover is of larger transactions (read as: of 200 EUR or more)",
        About(0.3),
        "".join((_SOLD, _SHARE.replace("PART", "s.whole_eur - s.small_eur").replace("WHOLE", "s.whole_eur"))),
        has_attribution=True,
    ),
    Measure(
        "F5",
        "mean_of_transactions_below_200_eur",
        "eur",
        "of Belgium: the three figures hold together only if the others are worth 51.90 EUR on average, or more (46.20 "
        "where 9 % of transactions are larger, and not 10)",
        Above(51.9),
        f"{_SOLD}{_MEAN}",
        has_attribution=True,
    ),
)
"""Of sales for which a rating stands, by what the order was worth, with no cap laid on amounts before."""
