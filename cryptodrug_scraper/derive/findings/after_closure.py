"""F8: whether Wall Street Market grew after Dream had announced its end, and who went there."""

from __future__ import annotations

from cryptodrug_scraper.derive.findings.measure import Measure
from cryptodrug_scraper.measures.verdicts import Above, Exists

__all__ = ["AFTER_CLOSURE", "LOOKED", "SPANNED"]

_SPAN = """\
WITH shock AS (
  SELECT e.first_on::timestamp AT TIME ZONE 'UTC' AS at FROM research.market_event e
  WHERE e.market = 'dream' AND e.event = 'closure_announced'
), looked AS (
  SELECT s.snapshot_id, s.first_at, s.first_at >= k.at AS is_after
  FROM research.snapshot s CROSS JOIN shock k
  WHERE s.market = {market} AND s.grade <> 'partial'
    AND s.first_at BETWEEN k.at - interval '90 days' AND k.at + interval '90 days'
    AND s.first_at >= {first_day}::timestamp AT TIME ZONE 'UTC'
    AND s.first_at < ({last_day}::timestamp + interval '1 day') AT TIME ZONE 'UTC'
)"""
_LEVEL = """\
, times AS (
  SELECT nullif(count(*) FILTER (WHERE l.is_after), 0)::double precision AS after,
         nullif(count(*) FILTER (WHERE NOT l.is_after), 0)::double precision AS before
  FROM looked l
), seller AS (
  SELECT v.vendor, sum(v.WEIGHT) FILTER (WHERE l.is_after) / t.after AS after,
         sum(v.WEIGHT) FILTER (WHERE NOT l.is_after) / t.before AS before
  FROM research.vendor_presence v JOIN looked l USING (snapshot_id) CROSS JOIN times t
  WHERE v.listing_count > 0 GROUP BY v.vendor, t.after, t.before
), found AS (
  SELECT research.cluster_quotient(
           array_agg(s.after ORDER BY s.vendor), array_agg(s.before ORDER BY s.vendor), NULL, NULL) AS growth,
         count(*) AS vendors, sum(s.after) AS after, sum(s.before) AS before
  FROM seller s
)
SELECT CASE WHEN t.after > 0 AND t.before > 0 THEN (f.growth).quotient END AS value, (f.growth).low, (f.growth).high,
       (coalesce(t.after, 0) + coalesce(t.before, 0))::bigint AS n, f.vendors,
       research.window_grade({market}, {days}) AS grade,
       'on average ' || coalesce(round(f.before::numeric, 1)::text, 'unknown') || ' in ' || coalesce(t.before, 0)
       || ' snapshots before, ' || coalesce(round(f.after::numeric, 1)::text, 'unknown') || ' in '
       || coalesce(t.after, 0) || ' after' AS said
FROM found f CROSS JOIN times t"""
_DAYS = """\
, span AS (
  SELECT k.at, greatest(k.at - interval '90 days', {first_day}::timestamp AT TIME ZONE 'UTC') AS since,
         (SELECT max(l.first_at) FROM looked l WHERE l.is_after) AS until
  FROM shock k
)"""
_SALES = """\
, long AS (
  SELECT s.*, extract(epoch FROM s.at - s.since) / 86400 AS before, extract(epoch FROM s.until - s.at) / 86400 AS after
  FROM span s
), seller AS (
  SELECT t.vendor, (count(*) FILTER (WHERE i.at >= l.at) / l.after)::double precision AS after,
         (count(*) FILTER (WHERE i.at < l.at) / l.before)::double precision AS before
  FROM research.transaction t
  CROSS JOIN LATERAL (SELECT t.occurred_from + (t.occurred_to - t.occurred_from) / 2 AS at) i
  JOIN long l ON i.at >= l.since AND i.at < l.until
  WHERE t.market = {market} AND l.after >= 7 AND l.before >= 7 GROUP BY t.vendor, l.after, l.before
), found AS (
  SELECT research.cluster_quotient(
           array_agg(s.after ORDER BY s.vendor), array_agg(s.before ORDER BY s.vendor), NULL, NULL) AS growth,
         count(*) AS vendors, sum(s.after) AS after, sum(s.before) AS before
  FROM seller s
)
SELECT (f.growth).quotient AS value, (f.growth).low, (f.growth).high,
       coalesce(round(f.before::numeric * l.before + f.after::numeric * l.after), 0)::bigint AS n, f.vendors,
       research.window_grade({market}, {days}) AS grade,
       'a day: ' || coalesce(round(f.before::numeric, 1)::text, 'unknown') || ' in '
       || coalesce(round(l.before)::text, '0') || ' days before, '
       || coalesce(round(f.after::numeric, 1)::text, 'unknown') || ' in '
       || coalesce(round(l.after)::text, '0') || ' days up to the last usable snapshot after' AS said
FROM found f CROSS JOIN long l"""
_MOVED = """\
WITH struck AS (
  SELECT DISTINCT m.from_vendor FROM research.migration m
  WHERE m.event = 'closure_announced' AND m.from_market = 'dream'
), moved AS (
  SELECT m.from_vendor, bool_or(m.class = 'migrant' AND m.decision = 'same') AS is_sure
  FROM research.migration m
  WHERE m.event = 'closure_announced' AND m.from_market = 'dream' AND m.to_market = {market}
    AND m.class IN ('migrant', 'ambiguous')
  GROUP BY m.from_vendor
), evidence AS (
  SELECT l.evidence, count(DISTINCT m.from_vendor) AS accounts
  FROM research.migration m
  JOIN research.account_link l
    ON (l.market_a, l.vendor_a, l.market_b, l.vendor_b) = (m.from_market, m.from_vendor, m.to_market, m.to_vendor)
    OR (l.market_b, l.vendor_b, l.market_a, l.vendor_a) = (m.from_market, m.from_vendor, m.to_market, m.to_vendor)
  WHERE m.event = 'closure_announced' AND m.from_market = 'dream' AND m.to_market = {market} AND m.class = 'migrant'
  GROUP BY l.evidence
), found AS (
  SELECT (SELECT count(*) FROM struck) AS n, count(*) FILTER (WHERE m.is_sure) AS k, count(*) AS most FROM moved m
)
SELECT VALUE, f.n, f.most AS vendors, s.grade,
       f.k || ' surely, ' || (f.most - f.k) || ' perhaps, of ' || f.n || '; by evidence: '
       || coalesce(
         (SELECT string_agg(e.evidence || ' ' || e.accounts, ', ' ORDER BY e.evidence) FROM evidence e), 'none') AS said
FROM found f CROSS JOIN research.window_grade({market}, {days}) AS s(grade)"""
_CASES = (
    "SELECT * FROM research.migration m WHERE m.event = 'closure_announced' AND m.from_market = 'dream' "
    "AND m.to_market = {market} AND m.class IN ('migrant', 'ambiguous')"
)
_GROWS = "Wall Street Market grows after Dream's announcement of March 2019"
_LISTED = "candidate migrants can be listed with evidence"

_EACH = "SELECT s.since, s.at, s.until FROM span s WHERE s.until > s.at AND s.at > s.since"

LOOKED = (
    _SPAN
    + """
SELECT l.is_after, count(DISTINCT v.vendor) AS vendors
FROM looked l JOIN research.vendor_presence v USING (snapshot_id) WHERE v.listing_count > 0
GROUP BY l.snapshot_id, l.is_after ORDER BY l.snapshot_id
"""
)
"""How many vendors each look saw of those that are compared; to be filled in as the statement of a measure."""
SPANNED = f"{_SPAN}{_DAYS}\n{_EACH}"
"""Since when, and until when, ratings of the days before and after are compared; the same."""

AFTER_CLOSURE = (
    *(
        Measure(
            "F8",
            f"{what}_after_over_before",
            "ratio",
            f"{_GROWS} (read as: {reading})",
            Above(1.0),
            sql,
            markets=("wallstreet",),
            is_of_country=False,
            has_definition=False,
        )
        for what, reading, sql in (
            ("vendors", "in up to 90 days after against 90 before", "".join((_SPAN, _LEVEL.replace("v.WEIGHT", "1")))),
            (
                "listings",
                "in up to 90 days after against 90 before",
                "".join((_SPAN, _LEVEL.replace("v.WEIGHT", "v.listing_count"))),
            ),
            ("transactions", "ratings a day, up to 90 days after against 90 before", f"{_SPAN}{_DAYS}{_SALES}"),
        )
    ),
    Measure(
        "F8",
        "migrants",
        "count",
        _LISTED,
        Exists("migrants"),
        _MOVED.replace(
            "VALUE",
            "CASE WHEN s.grade IS NOT NULL THEN f.k::double precision END AS value, "
            "CASE WHEN s.grade IS NOT NULL THEN f.k::double precision END AS low, "
            "CASE WHEN s.grade IS NOT NULL THEN f.most::double precision END AS high",
        ),
        cases=_CASES,
        markets=("wallstreet",),
        is_of_country=False,
        has_definition=False,
    ),
    Measure(
        "F8",
        "migrant_share",
        "share",
        _LISTED,
        Exists("migrants"),
        _MOVED.replace(
            "VALUE",
            "(research.wilson(f.k, f.n)).share AS value, (research.wilson(f.k, f.n)).low AS low, "
            "(research.wilson(f.most, f.n)).high AS high",
        ),
        markets=("wallstreet",),
        is_of_country=False,
        has_definition=False,
    ),
)
"""All vendors of both markets. Who surely migrated has a link that is settled; the upper ends hold the others too."""
