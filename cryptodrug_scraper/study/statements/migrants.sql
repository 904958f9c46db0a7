-- The accounts active on the closed market before, that a settled link finds on this one first after the closure:
-- how many there are, or their share of all that the closure struck. low is what is sure, high adds those of
-- which it cannot be told; an account that was there before is neither. n: all that were struck.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :closed_market: code of the market that closed.
-- :event: its event: the closure, or the announcement of it.
-- :of: count or share.

WITH struck AS (
  SELECT DISTINCT m.from_vendor FROM research.migration m
  WHERE m.event = :event AND m.from_market = :closed_market
), moved AS (
  SELECT m.from_vendor, bool_and(m.class = 'migrant') AS is_sure
  FROM research.migration m
  WHERE m.event = :event AND m.from_market = :closed_market AND m.to_market = :market
  GROUP BY m.from_vendor HAVING bool_and(m.class IN ('migrant', 'ambiguous'))
), evidence AS (
  SELECT l.evidence, count(DISTINCT m.from_vendor) AS accounts
  FROM research.migration m
  JOIN research.account_link l
    ON (l.market_a, l.vendor_a, l.market_b, l.vendor_b) = (m.from_market, m.from_vendor, m.to_market, m.to_vendor)
    OR (l.market_b, l.vendor_b, l.market_a, l.vendor_a) = (m.from_market, m.from_vendor, m.to_market, m.to_vendor)
  WHERE m.event = :event AND m.from_market = :closed_market AND m.to_market = :market AND m.class = 'migrant'
  GROUP BY l.evidence
), found AS (
  SELECT (SELECT count(*) FROM struck) AS n, count(*) FILTER (WHERE m.is_sure) AS k, count(*) AS most FROM moved m
)
SELECT f.k / d.divisor AS value, f.k / d.divisor AS low, f.most / d.divisor AS high, f.n, f.most AS vendors, s.grade,
       jsonb_build_object(
         'sure', f.k, 'perhaps', f.most - f.k, 'n', f.n,
         'evidence', coalesce(
           (SELECT jsonb_agg(jsonb_build_object('evidence', e.evidence, 'accounts', e.accounts) ORDER BY e.evidence)
            FROM evidence e), '[]')) AS details
FROM found f CROSS JOIN research.window_grade(:market, :first_day, :last_day) AS s(grade)
CROSS JOIN LATERAL (
  SELECT CASE WHEN :of = 'share' THEN nullif(f.n, 0)::double precision WHEN s.grade IS NOT NULL THEN 1 END AS divisor
) d
