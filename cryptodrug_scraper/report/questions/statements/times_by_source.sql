-- When pages were made, against what their sources state: one row per market and source of times. A page is of the
-- window by the time that its source states, else by the estimate; one without any time is of every window.
-- :first_day: first day of the window.
-- :last_day: its last day.

WITH dated AS (
  SELECT *, moved_days IS NOT NULL AS is_moved, abs(moved_days) AS days,
         coalesce((evidence ->> 'ratings')::int, 0) > coalesce((evidence ->> 'ratings_for')::int, 0) AS by_ratings,
         coalesce((evidence ->> 'counters')::int, 0) > coalesce((evidence ->> 'counters_for')::int, 0) AS by_counters,
         coalesce((evidence ->> 'rates')::int, 0) > coalesce((evidence ->> 'rates_for')::int, 0) AS by_rates,
         coalesce(evidence ->> 'clock' = 'disagrees', false) AS by_clock
  FROM research.capture_time
)
SELECT market, source AS time_source, count(*) AS pages, count(*) FILTER (WHERE verdict = 'agrees') AS agree,
       count(*) FILTER (WHERE verdict = 'older') AS older, count(*) FILTER (WHERE verdict = 'newer') AS newer,
       count(*) FILTER (WHERE verdict = 'unsure' AND estimated_from IS NOT NULL) AS unsure,
       count(*) FILTER (WHERE estimated_from IS NULL) AS without_time, count(*) FILTER (WHERE is_moved) AS moved,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS days_median,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY days) AS days_most,
       count(*) FILTER (WHERE is_moved AND by_ratings) AS by_ratings,
       count(*) FILTER (WHERE is_moved AND by_counters) AS by_counters,
       count(*) FILTER (WHERE is_moved AND by_rates) AS by_rates,
       count(*) FILTER (WHERE is_moved AND by_clock) AS by_clock
FROM dated
WHERE coalesce(stated_from, estimated_from) IS NULL
   OR (coalesce(stated_from, estimated_from) AT TIME ZONE 'UTC' >= date_trunc('month', CAST(:first_day AS timestamp))
       AND coalesce(stated_from, estimated_from) AT TIME ZONE 'UTC'
           < date_trunc('month', CAST(:last_day AS timestamp)) + interval '1 month')
GROUP BY market, source
ORDER BY market, source
