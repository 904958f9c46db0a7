"""F6: what the country's vendors sell."""

from __future__ import annotations

from itertools import pairwise

from cryptodrug_scraper.derive.findings.measure import Measure
from cryptodrug_scraper.measures.verdicts import Above

__all__ = ["GOODS", "IS"]

IS = {
    "cannabis": "(g.drug_class = 'Cannabis' OR starts_with(g.substance, 'cannabis'))",
    "cocaine": "g.substance = 'cocaine'",
    "heroin": "g.substance = 'heroin'",
    "mdma": "g.substance = 'mdma'",
    "amphetamine": "g.substance = 'amphetamine'",
}
"""What goods are, of a row ``g`` of country_goods."""
_QUOTIENT = """\
WITH seller AS (
  SELECT g.vendor, sum(g.part) AS part, sum(g.whole) AS whole,
         coalesce(sum(g.part) FILTER (WHERE IS_GOODS), 0) AS theirs,
         coalesce(sum(g.whole) FILTER (WHERE IS_GOODS), 0) AS anyones
  FROM research.country_goods({sales}) g WHERE g.market = {market} AND g.measure = 'MEASURE'
  GROUP BY g.vendor
), found AS (
  SELECT research.cluster_quotient(
           array_agg(s.theirs ORDER BY s.vendor), array_agg(s.part ORDER BY s.vendor),
           array_agg(s.anyones ORDER BY s.vendor), array_agg(s.whole ORDER BY s.vendor)) AS quotient,
         sum(s.theirs) / nullif(sum(s.part), 0) AS share, sum(s.anyones) / nullif(sum(s.whole), 0) AS all_share,
         count(*) FILTER (WHERE s.part > 0) AS vendors, sum(s.part) AS n
  FROM seller s
)
SELECT (f.quotient).quotient AS value, (f.quotient).low, (f.quotient).high,
       coalesce(round(f.n), 0)::bigint AS n, f.vendors,
       research.window_grade({market}, {days}) AS grade,
       round((100 * f.share)::numeric, 1) || ' per cent of the country''s, ' || round((100 * f.all_share)::numeric, 1)
       || ' of all' AS said
FROM found f"""
_ORDER = """\
WITH seller AS (
  SELECT g.vendor, sum(g.part) AS part, coalesce(sum(g.part) FILTER (WHERE IS_MORE), 0) AS more,
         coalesce(sum(g.part) FILTER (WHERE IS_LESS), 0) AS less
  FROM research.country_goods({sales}) g WHERE g.market = {market} AND g.measure = 'transactions'
  GROUP BY g.vendor
), found AS (
  SELECT research.cluster_quotient(
           array_agg(s.more ORDER BY s.vendor), array_agg(s.less ORDER BY s.vendor), NULL, NULL) AS quotient,
         count(*) FILTER (WHERE s.part > 0) AS vendors, sum(s.part) AS n, sum(s.more) AS more, sum(s.less) AS less
  FROM seller s
)
SELECT (f.quotient).quotient AS value, (f.quotient).low, (f.quotient).high,
       coalesce(round(f.n), 0)::bigint AS n, f.vendors,
       research.window_grade({market}, {days}) AS grade,
       round(f.more::numeric) || ' and ' || round(f.less::numeric) || ' of ' || round(f.n::numeric) || ' sales' AS said
FROM found f"""
_ORDERED = ("cannabis", "cocaine", "heroin", "mdma")

GOODS = (
    *(
        Measure(
            "F6",
            f"{goods}_quotient_by_{measure}",
            "ratio",
            "of Belgium: MDMA and amphetamine are over-represented (read as: a location quotient above 1)",
            Above(1.0),
            _QUOTIENT.replace("IS_GOODS", IS[goods]).replace("MEASURE", measure),
            markets=("dream", "wallstreet"),
            has_attribution=measure == "transactions",
        )
        for goods in ("mdma", "amphetamine")
        for measure in ("listings", "transactions")
    ),
    *(
        Measure(
            "F6",
            f"{more}_over_{less}",
            "ratio",
            "of Belgium: cannabis, cocaine, heroin and MDMA sell most, in this order (read as: by transactions)",
            Above(1.0),
            _ORDER.replace("IS_MORE", IS[more]).replace("IS_LESS", IS[less]),
            markets=("empire",),
            has_attribution=True,
        )
        for more, less in pairwise(_ORDERED)
    ),
)
"""Shares are of goods that are known to be drugs; ``n`` are the country's listings, or its sales."""
