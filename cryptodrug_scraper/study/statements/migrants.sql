-- The accounts active on the closed market before, that a settled link finds on this one first after the closure:
-- how many there are, or their share of all that the closure struck. low is what is sure, high adds those of
-- which it cannot be told; an account that was there before is neither. n: all that were struck. lacking: why there is
-- no such figure.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :closed_market: code of the market that closed.
-- :event: its event: the closure, or the announcement of it.
-- :of: count or share.

WITH shock AS (
  SELECT e.first_on FROM research.market_event e WHERE e.market = :closed_market AND e.event = :event
), struck AS (
  SELECT DISTINCT m.from_vendor FROM research.migration m
  WHERE m.event = :event AND m.from_market = :closed_market
), came AS (  -- up to the end of the window, by the interval of the first time that they were there
  SELECT m.*, m.class = 'migrant' AND (m.first_seen_to < ended.at) IS NOT FALSE AS is_sure
  FROM research.migration m
  CROSS JOIN (SELECT (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC') AS ended(at)
  WHERE m.event = :event AND m.from_market = :closed_market AND m.to_market = :market
    AND (m.first_seen_from < ended.at) IS NOT FALSE
), moved AS (
  SELECT c.from_vendor, bool_and(c.is_sure) AS is_sure FROM came c
  GROUP BY c.from_vendor HAVING bool_and(c.class IN ('migrant', 'ambiguous'))
), evidence AS (
  SELECT l.evidence, count(DISTINCT c.from_vendor) AS accounts
  FROM came c
  JOIN research.account_link l
    ON (l.market_a, l.vendor_a, l.market_b, l.vendor_b) = (c.from_market, c.from_vendor, c.to_market, c.to_vendor)
    OR (l.market_b, l.vendor_b, l.market_a, l.vendor_a) = (c.from_market, c.from_vendor, c.to_market, c.to_vendor)
  WHERE c.is_sure
  GROUP BY l.evidence
), reason AS (
  SELECT CASE WHEN k.first_on <= :first_day OR k.first_on > :last_day THEN 'why.closure_outside'
              WHEN s.grade IS NOT NULL AND k.first_on IS NOT NULL AND NOT EXISTS (
                SELECT FROM research.snapshot o
                WHERE o.market = :market AND o.first_at >= k.first_on::timestamp AT TIME ZONE 'UTC'
                  AND o.first_at < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC')
              THEN 'why.no_look_after' END AS code,
         k.first_on, s.grade
  FROM research.window_grade(:market, :first_day, :last_day) AS s(grade) LEFT JOIN shock k ON true
), found AS (
  SELECT r.grade, r.code, r.first_on, m.k, m.most,
         CASE WHEN r.code IS NULL AND r.grade IS NOT NULL THEN (SELECT count(*) FROM struck) ELSE 0 END AS n
  FROM reason r CROSS JOIN (SELECT count(*) FILTER (WHERE o.is_sure) AS k, count(*) AS most FROM moved o) m
)
SELECT f.k / d.divisor AS value, f.k / d.divisor AS low, f.most / d.divisor AS high, f.n,
       CASE WHEN f.n > 0 THEN f.most ELSE 0 END AS vendors, f.grade,
       CASE WHEN f.code IS NOT NULL THEN jsonb_build_object(
         'code', f.code, 'values', jsonb_build_object('closed', f.first_on)) END AS lacking,
       CASE WHEN f.n > 0 THEN jsonb_build_object(
         'sure', f.k, 'perhaps', f.most - f.k, 'n', f.n,
         'evidence', coalesce(
           (SELECT jsonb_agg(jsonb_build_object('evidence', e.evidence, 'accounts', e.accounts) ORDER BY e.evidence)
            FROM evidence e), '[]')) END AS details
FROM found f
CROSS JOIN LATERAL (
  SELECT CASE WHEN :of = 'share' THEN nullif(f.n, 0)::double precision WHEN f.n > 0 THEN 1 END AS divisor
) d
