-- How many orders are made a day from the closure up to the last usable snapshot after it, over those before it:
-- ratings, and those that are still to come (orders_growth). All vendors of the market. n: ratings.
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
)
SELECT g.quotient AS value, g.low, g.high, coalesce(g.before + g.after, 0)::bigint AS n,
       coalesce(g.vendor_count, 0) AS vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       jsonb_build_object(
         'before', round((g.before / l.before)::numeric, 1), 'days_before', coalesce(round(l.before), 0),
         'after', round((g.after / l.after)::numeric, 1), 'days_after', coalesce(round(l.after), 0)) AS details
FROM long l
LEFT JOIN LATERAL (
  SELECT o.* FROM research.orders_growth(:market, l.since, l.at, l.at, l.until) o
  WHERE o.measure = 'transactions' AND l.after >= 7 AND l.before >= 7
) g ON true
