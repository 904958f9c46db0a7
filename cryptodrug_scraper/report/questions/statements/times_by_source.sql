-- When pages were made, against what their sources state: one row per market and source of times. A page is of the
-- window by the time that its source states, else by the estimate; one without any time, of which at best the life of
-- its market is known, is of every window.
-- :first_day: first day of the window.
-- :last_day: its last day.

WITH dated AS (
  SELECT t.*, t.moved_days IS NOT NULL AS is_moved, abs(t.moved_days) AS days, spoke.kinds
  FROM research.capture_time t
  CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(kind), '{}') AS kinds
    FROM unnest(ARRAY['ratings', 'counters', 'rates', 'clock', 'bytes', 'newest', 'life']) AS kind
    WHERE t.moved_days IS NOT NULL
      AND coalesce((t.evidence ->> kind)::int, 0) > coalesce((t.evidence ->> (kind || '_for'))::int, 0)
  ) spoke
)
SELECT market, source AS time_source, count(*) AS pages, count(*) FILTER (WHERE verdict = 'agrees') AS agree,
       count(*) FILTER (WHERE verdict = 'older') AS older, count(*) FILTER (WHERE verdict = 'newer') AS newer,
       count(*) FILTER (WHERE verdict = 'unsure' AND stated_from IS NOT NULL) AS unsure,
       count(*) FILTER (WHERE verdict = 'unsure' AND stated_from IS NULL) AS without_time,
       count(*) FILTER (WHERE is_moved) AS moved,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS days_median,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY days) AS days_most,
       count(*) FILTER (WHERE 'ratings' = ANY (kinds)) AS by_ratings,
       count(*) FILTER (WHERE 'counters' = ANY (kinds)) AS by_counters,
       count(*) FILTER (WHERE 'rates' = ANY (kinds)) AS by_rates,
       count(*) FILTER (WHERE 'clock' = ANY (kinds)) AS by_clock,
       count(*) FILTER (WHERE 'bytes' = ANY (kinds)) AS by_bytes,
       count(*) FILTER (WHERE kinds && ARRAY['newest', 'life']) AS by_rest
FROM dated
WHERE (verdict = 'unsure' AND stated_from IS NULL)
   OR (coalesce(stated_from, estimated_from) AT TIME ZONE 'UTC' >= date_trunc('month', CAST(:first_day AS timestamp))
       AND coalesce(stated_from, estimated_from) AT TIME ZONE 'UTC'
           < date_trunc('month', CAST(:last_day AS timestamp)) + interval '1 month')
GROUP BY market, source
ORDER BY market, source
