-- How many orders are made a day from the closure up to the last usable snapshot after it, over those before it:
-- ratings, and those that are still to come (orders_growth). All vendors of the market. n: ratings. lacking: why there
-- is no such figure.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :closed_market: code of the market that closed.
-- :event: its event: the closure, or the announcement of it.
-- :days_around: how many days before and after it are looked at.

WITH shock AS (
  SELECT e.first_on, e.first_on::timestamp AT TIME ZONE 'UTC' AS at FROM research.market_event e
  WHERE e.market = :closed_market AND e.event = :event
), span AS (
  SELECT k.first_on, k.at,
         greatest(k.at - :days_around * interval '1 day', CAST(:first_day AS timestamp) AT TIME ZONE 'UTC') AS since,
         (SELECT max(s.first_at) FROM research.snapshot s
          WHERE s.market = :market AND s.grade <> 'partial'
            AND s.first_at BETWEEN k.at AND k.at + :days_around * interval '1 day'
            AND s.first_at >= CAST(:first_day AS timestamp) AT TIME ZONE 'UTC'
            AND s.first_at < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC') AS until
  FROM shock k
), long AS (
  SELECT s.*, greatest(extract(epoch FROM s.at - s.since) / 86400, 0) AS before,
         coalesce(extract(epoch FROM s.until - s.at) / 86400, 0) AS after
  FROM span s
)
SELECT g.quotient AS value, g.low, g.high, coalesce(g.before + g.after, 0)::bigint AS n,
       coalesce(g.vendor_count, 0) AS vendors,
       w.grade,
       CASE WHEN l.first_on <= :first_day OR l.first_on > :last_day
            THEN jsonb_build_object('code', 'why.closure_outside', 'values', jsonb_build_object('closed', l.first_on))
            WHEN w.grade <> 'partial' AND (l.before < 7 OR l.after < 7)
            THEN jsonb_build_object('code', 'why.few_days_beside', 'values', jsonb_build_object(
              'closed', l.first_on, 'before', floor(l.before), 'after', floor(l.after), 'fewest', 7))
       END AS lacking,
       CASE WHEN g.quotient IS NOT NULL THEN jsonb_build_object(
         'before', round((g.ordered_before / l.before)::numeric, 2), 'days_before', round(l.before),
         'after', round((g.ordered_after / l.after)::numeric, 2), 'days_after', round(l.after),
         'ratings_before', g.before, 'ratings_after', g.after) END AS details
FROM research.window_grade(:market, :first_day, :last_day) AS w(grade)
LEFT JOIN long l ON true
LEFT JOIN LATERAL (
  SELECT o.* FROM research.orders_growth(:market, l.since, l.at, l.at, l.until) o
  WHERE o.measure = 'transactions' AND l.after >= 7 AND l.before >= 7
) g ON true
