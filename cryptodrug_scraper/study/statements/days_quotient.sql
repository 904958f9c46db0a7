-- How many ratings are left a day from the closure up to the last usable snapshot after it, over those before it.
-- All vendors of the market. n: ratings.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :closed_market: code of the market that closed.
-- :event: its event: the closure, or the announcement of it.
-- :days_around: how many days before and after it are looked at.

WITH shock AS (
  SELECT e.first_on::timestamp AT TIME ZONE 'UTC' AS at FROM research.market_event e
  WHERE e.market = :closed_market AND e.event = :event
), span AS (
  SELECT k.at,
         greatest(k.at - :days_around * interval '1 day', CAST(:first_day AS timestamp) AT TIME ZONE 'UTC') AS since,
         (SELECT max(s.first_at) FROM research.snapshot s
          WHERE s.market = :market AND s.grade <> 'partial'
            AND s.first_at BETWEEN k.at AND k.at + :days_around * interval '1 day'
            AND s.first_at >= CAST(:first_day AS timestamp) AT TIME ZONE 'UTC'
            AND s.first_at < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC') AS until
  FROM shock k
), long AS (
  SELECT s.*, extract(epoch FROM s.at - s.since) / 86400 AS before, extract(epoch FROM s.until - s.at) / 86400 AS after
  FROM span s
), seller AS (
  SELECT t.vendor, (count(*) FILTER (WHERE i.at >= l.at) / l.after)::double precision AS after,
         (count(*) FILTER (WHERE i.at < l.at) / l.before)::double precision AS before
  FROM research.transaction t
  CROSS JOIN LATERAL (SELECT t.occurred_from + (t.occurred_to - t.occurred_from) / 2 AS at) i
  JOIN long l ON i.at >= l.since AND i.at < l.until
  WHERE t.market = :market AND l.after >= 7 AND l.before >= 7 GROUP BY t.vendor, l.after, l.before
), found AS (
  SELECT research.cluster_quotient(
           array_agg(s.after ORDER BY s.vendor), array_agg(s.before ORDER BY s.vendor), NULL, NULL) AS growth,
         count(*) AS vendors, sum(s.after) AS after, sum(s.before) AS before
  FROM seller s
)
SELECT (f.growth).quotient AS value, (f.growth).low, (f.growth).high,
       coalesce(round(f.before::numeric * l.before + f.after::numeric * l.after), 0)::bigint AS n, f.vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       jsonb_build_object(
         'before', round(f.before::numeric, 1), 'days_before', coalesce(round(l.before), 0),
         'after', round(f.after::numeric, 1), 'days_after', coalesce(round(l.after), 0)) AS details
FROM found f CROSS JOIN long l
