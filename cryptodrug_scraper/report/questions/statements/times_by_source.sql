-- When pages were made, against what their sources state: one row per market and source of times. A page is of the
-- window by the time that its source states, else by the estimate; one without any time, of which at best the life of
-- its market is known, is of every window.
-- :first_day: first day of the window.
-- :last_day: its last day.

WITH asked AS (
  SELECT date_trunc('month', CAST(:first_day AS timestamp)) AT TIME ZONE 'UTC' AS first_at,
         (date_trunc('month', CAST(:last_day AS timestamp)) + interval '1 month') AT TIME ZONE 'UTC' AS end_at
), counted AS (
  SELECT t.market, t.source, count(*) AS pages, count(*) FILTER (WHERE t.verdict = 'agrees') AS agree,
         count(*) FILTER (WHERE t.verdict = 'older') AS older, count(*) FILTER (WHERE t.verdict = 'newer') AS newer,
         count(*) FILTER (WHERE t.verdict = 'unsure' AND t.stated_from IS NOT NULL) AS unsure,
         count(*) FILTER (WHERE t.verdict = 'unsure' AND t.stated_from IS NULL) AS without_time
  FROM research.capture_time t, asked a
  WHERE (t.verdict = 'unsure' AND t.stated_from IS NULL)
     OR (coalesce(t.stated_from, t.estimated_from) >= a.first_at
         AND coalesce(t.stated_from, t.estimated_from) < a.end_at)
  GROUP BY t.market, t.source
), moved AS MATERIALIZED (  -- they alone have days, and something that spoke against their source
  SELECT t.market, t.source, abs(t.moved_days) AS days, t.evidence
  FROM research.capture_time t, asked a
  WHERE t.moved_days IS NOT NULL
    AND coalesce(t.stated_from, t.estimated_from) >= a.first_at AND coalesce(t.stated_from, t.estimated_from) < a.end_at
), far AS (
  SELECT market, source, count(*) AS moved, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY days) AS days
  FROM moved GROUP BY market, source
), spoke AS (
  SELECT m.market, m.source, m.number,
         ARRAY(
           SELECT kind FROM unnest(ARRAY['ratings', 'counters', 'rates', 'clock', 'bytes', 'newest', 'life']) AS kind
           WHERE coalesce((m.evidence ->> kind)::int, 0) > coalesce((m.evidence ->> (kind || '_for'))::int, 0)
         ) AS kinds
  FROM (SELECT market, source, evidence, count(*) AS number FROM moved GROUP BY market, source, evidence) m
), told AS (
  SELECT market, source, sum(number) FILTER (WHERE 'ratings' = ANY (kinds)) AS by_ratings,
         sum(number) FILTER (WHERE 'counters' = ANY (kinds)) AS by_counters,
         sum(number) FILTER (WHERE 'rates' = ANY (kinds)) AS by_rates,
         sum(number) FILTER (WHERE 'clock' = ANY (kinds)) AS by_clock,
         sum(number) FILTER (WHERE 'bytes' = ANY (kinds)) AS by_bytes,
         sum(number) FILTER (WHERE kinds && ARRAY['newest', 'life']) AS by_rest
  FROM spoke GROUP BY market, source
)
SELECT c.market, c.source AS time_source, c.pages, c.agree, c.older, c.newer, c.unsure, c.without_time,
       coalesce(f.moved, 0) AS moved, f.days[1] AS days_median, f.days[2] AS days_most,
       coalesce(t.by_ratings, 0)::bigint AS by_ratings, coalesce(t.by_counters, 0)::bigint AS by_counters,
       coalesce(t.by_rates, 0)::bigint AS by_rates, coalesce(t.by_clock, 0)::bigint AS by_clock,
       coalesce(t.by_bytes, 0)::bigint AS by_bytes, coalesce(t.by_rest, 0)::bigint AS by_rest
FROM counted c LEFT JOIN far f USING (market, source) LEFT JOIN told t USING (market, source)
ORDER BY c.market, c.source
