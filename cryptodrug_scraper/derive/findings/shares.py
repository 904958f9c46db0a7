"""F1: how small the country is. F2: whether it grows."""

from __future__ import annotations

from datetime import date

from cryptodrug_scraper.derive.findings.measure import Measure
from cryptodrug_scraper.measures.verdicts import Above, Below

__all__ = ["SHARES", "TRENDS"]

_SHARE = """\
WITH part AS (
  SELECT p.vendor, sum(p.part) AS part, sum(p.whole) AS whole, array_agg(p.month) AS months
  FROM research.country_part({sales}) p
  WHERE p.market = {market} AND p.measure = 'MEASURE' AND p.grade <> 'partial'
  GROUP BY p.vendor
), found AS (
  SELECT research.cluster_share(array_agg(p.part ORDER BY p.vendor), array_agg(p.whole ORDER BY p.vendor)) AS share,
         count(*) FILTER (WHERE p.whole > 0) AS n, count(*) FILTER (WHERE p.part > 0) AS vendors,
         (SELECT count(DISTINCT m.month) FROM part x CROSS JOIN LATERAL unnest(x.months) AS m(month)) AS months
  FROM part p
)
SELECT (f.share).share AS value, (f.share).low, (f.share).high, f.n, f.vendors,
       research.window_grade({market}, {days}) AS grade, 'months: ' || f.months AS said
FROM found f"""
_TREND = """\
WITH part AS (
  SELECT p.vendor, p.month, p.part
  FROM research.country_part({sales}) p
  WHERE p.market = {market} AND p.measure = 'MEASURE' AND p.grade <> 'partial'
), point AS (
  SELECT p.month, sum(p.part) AS value, extract(year FROM p.month) * 12 + extract(month FROM p.month) AS number
  FROM part p GROUP BY p.month
), found AS (
  SELECT research.trend(array_agg(o.number ORDER BY o.month), array_agg(o.value ORDER BY o.month)) AS line,
         string_agg(to_char(o.month, 'YYYY-MM ') || round(o.value::numeric), ', ' ORDER BY o.month) AS said
  FROM point o
)
SELECT (f.line).slope AS value, (f.line).low, (f.line).high, (f.line).points AS n,
       (SELECT count(DISTINCT p.vendor) FROM part p WHERE p.part > 0) AS vendors,
       research.window_grade({market}, {days}) AS grade, f.said
FROM found f"""
_BELOW = "of Belgium: below 1 % on average"

SHARES = tuple(
    Measure(
        "F1",
        f"share_of_{measure}",
        "share",
        f"{_BELOW}, by {measure.removesuffix('_eur')}",
        Below(0.01),
        _SHARE.replace("MEASURE", measure),
        has_attribution=measure in {"transactions", "turnover_eur"},
    )
    for measure in ("vendors", "listings", "transactions", "turnover_eur")
)
"""Months count by their size: the share is of all months together, of which vendors count once in each."""

TRENDS = (
    Measure(
        "F2",
        "vendors_more_each_month",
        "count",
        "of Belgium: counts rise through the window (read as: of vendors)",
        Above(0.0),
        _TREND.replace("MEASURE", "vendors"),
        markets=("dream", "wallstreet"),
    ),
    Measure(
        "F2",
        "turnover_more_each_month",
        "eur_per_month",
        "of Belgium: turnover rises cautiously on Empire, April to November 2019 (read as: by any amount)",
        Above(0.0),
        _TREND.replace("MEASURE", "turnover_eur"),
        markets=("empire",),
        days=(date(2019, 4, 1), date(2019, 11, 30)),
        has_attribution=True,
    ),
)
