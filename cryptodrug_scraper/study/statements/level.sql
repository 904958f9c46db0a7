-- How much there is on the market in a month, on average of the months that have a snapshot that is not partial. low
-- and high are the averages of theirs. n: months.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :of: the measure of market_month.

WITH month AS (
  SELECT m.value, m.low, m.high, m.vendor_count, m.month FROM research.market_month m
  WHERE m.market = :market AND m.measure = :of AND m.grade <> 'partial'
    AND m.month BETWEEN date_trunc('month', CAST(:first_day AS date)) AND CAST(:last_day AS date)
)
SELECT avg(m.value) AS value, CASE WHEN bool_and(m.low IS NOT NULL) THEN avg(m.low) END AS low,
       CASE WHEN bool_and(m.high IS NOT NULL) THEN avg(m.high) END AS high,
       count(*) AS n, coalesce(max(m.vendor_count), 0) AS vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       jsonb_build_object('months', count(*)) AS details
FROM month m
