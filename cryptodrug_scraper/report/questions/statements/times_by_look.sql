-- Pages that lay in each snapshot by their source, and those that were made at another time: one row per snapshot, and
-- per day of whose pages none was left. Stated times and snapshots meet by the days that both touch.
-- :first_day: first day of the window.
-- :last_day: its last day.

WITH moved AS (
  SELECT market, stated_from, stated_to, abs(moved_days) AS days
  FROM research.capture_time WHERE moved_days IS NOT NULL
), stated AS MATERIALIZED (
  SELECT market, stated_from, stated_to, day
  FROM (SELECT DISTINCT market, stated_from, stated_to FROM moved) each,
       generate_series(
         (stated_from AT TIME ZONE 'UTC')::date, (stated_to AT TIME ZONE 'UTC')::date, interval '1 day') day
), looked AS MATERIALIZED (
  SELECT market, snapshot_id, first_at, last_at, day
  FROM research.snapshot,
       generate_series(
         (first_at AT TIME ZONE 'UTC')::date - 1, (last_at AT TIME ZONE 'UTC')::date + 1, interval '1 day') day
), nearest AS (
  SELECT DISTINCT ON (t.market, t.stated_from, t.stated_to)
         t.market, t.stated_from, t.stated_to, s.snapshot_id, s.first_at
  FROM stated t JOIN looked s USING (market, day)
  WHERE s.first_at <= t.stated_to + interval '1 day' AND s.last_at >= t.stated_from - interval '1 day'
  ORDER BY t.market, t.stated_from, t.stated_to,
           greatest(s.first_at - t.stated_to, t.stated_from - s.last_at, interval '0'),
           abs(extract(epoch FROM (s.first_at - t.stated_from) + (s.last_at - t.stated_to))), s.snapshot_id
), placed AS (
  SELECT market, n.snapshot_id, coalesce(n.first_at, date_trunc('day', stated_from, 'UTC')) AS first_at, days
  FROM moved LEFT JOIN nearest n USING (market, stated_from, stated_to)
), looks AS (
  SELECT market, snapshot_id, first_at, grade, capture_count FROM research.snapshot
  UNION ALL
  SELECT DISTINCT market, NULL, first_at, NULL, 0 FROM placed WHERE snapshot_id IS NULL
), counted AS (
  SELECT market, snapshot_id, first_at, count(*) AS moved,
         percentile_cont(ARRAY[0.1, 0.5, 0.9]) WITHIN GROUP (ORDER BY days) AS days
  FROM placed GROUP BY market, snapshot_id, first_at
)
SELECT l.market, l.first_at, l.grade, l.capture_count + coalesce(c.moved, 0) AS pages, coalesce(c.moved, 0) AS moved,
       coalesce(c.moved, 0) / nullif(l.capture_count + coalesce(c.moved, 0), 0)::float8 AS moved_share,
       c.days[1] AS days_least, c.days[2] AS days_median, c.days[3] AS days_most
FROM looks l
LEFT JOIN counted c
  ON c.market = l.market AND c.first_at = l.first_at AND c.snapshot_id IS NOT DISTINCT FROM l.snapshot_id
WHERE l.first_at AT TIME ZONE 'UTC' >= date_trunc('month', CAST(:first_day AS timestamp))
  AND l.first_at AT TIME ZONE 'UTC' < date_trunc('month', CAST(:last_day AS timestamp)) + interval '1 month'
ORDER BY l.market, l.first_at
