-- How many vendors, or listings, usable snapshots after the closure have on average, over those before it. All
-- vendors of the market. n: snapshots. lacking: why there is no such figure.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :closed_market: code of the market that closed.
-- :event: its event: the closure, or the announcement of it.
-- :days_around: how many days before and after it are looked at.
-- :of: vendors or listings.

WITH shock AS (
  SELECT e.first_on, e.first_on::timestamp AT TIME ZONE 'UTC' AS at FROM research.market_event e
  WHERE e.market = :closed_market AND e.event = :event
), looked AS (
  SELECT s.snapshot_id, s.first_at >= k.at AS is_after
  FROM research.snapshot s CROSS JOIN shock k
  WHERE s.market = :market AND s.grade <> 'partial'
    AND s.first_at BETWEEN k.at - :days_around * interval '1 day' AND k.at + :days_around * interval '1 day'
    AND s.first_at >= CAST(:first_day AS timestamp) AT TIME ZONE 'UTC'
    AND s.first_at < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC'
), times AS (
  SELECT nullif(count(*) FILTER (WHERE l.is_after), 0)::double precision AS after,
         nullif(count(*) FILTER (WHERE NOT l.is_after), 0)::double precision AS before
  FROM looked l
), counted AS (
  SELECT v.vendor, l.is_after, CASE WHEN :of = 'listings' THEN v.listing_count ELSE 1 END AS number
  FROM research.vendor_presence v JOIN looked l USING (snapshot_id) WHERE v.listing_count > 0
), seller AS (
  SELECT c.vendor, coalesce(sum(c.number) FILTER (WHERE c.is_after), 0) / t.after AS after,
         coalesce(sum(c.number) FILTER (WHERE NOT c.is_after), 0) / t.before AS before
  FROM counted c CROSS JOIN times t GROUP BY c.vendor, t.after, t.before
), found AS (
  SELECT research.cluster_quotient(
           array_agg(s.after ORDER BY s.vendor), array_agg(s.before ORDER BY s.vendor), NULL, NULL) AS growth,
         count(*) AS vendors, sum(s.after) AS after, sum(s.before) AS before
  FROM seller s
)
SELECT (f.growth).quotient AS value, (f.growth).low, (f.growth).high,
       (coalesce(t.after, 0) + coalesce(t.before, 0))::bigint AS n, f.vendors, g.grade,
       CASE WHEN k.first_on <= :first_day OR k.first_on > :last_day
            THEN jsonb_build_object('code', 'why.closure_outside', 'values', jsonb_build_object('closed', k.first_on))
            WHEN k.first_on IS NOT NULL AND g.grade <> 'partial' AND (t.before IS NULL OR t.after IS NULL)
            THEN jsonb_build_object('code', 'why.no_look_beside', 'values', jsonb_build_object('closed', k.first_on))
       END AS lacking,
       CASE WHEN t.before > 0 OR t.after > 0 THEN jsonb_build_object(
         'before', round(f.before::numeric, 1), 'looks_before', coalesce(t.before, 0)::bigint,
         'after', round(f.after::numeric, 1), 'looks_after', coalesce(t.after, 0)::bigint) END AS details
FROM found f CROSS JOIN times t CROSS JOIN research.window_grade(:market, :first_day, :last_day) AS g(grade)
LEFT JOIN shock k ON true
