-- The looks at markets in some days, and how complete each was.
-- :first_day: first day.
-- :last_day: last day.
-- :markets: codes of markets; NULL: all.

SELECT s.market, s.snapshot_id, s.first_at, s.last_at, s.capture_count, s.wall_count, s.incomplete_count, s.vendor_seen,
       s.vendor_expected, s.vendor_completeness, s.listing_seen, s.listing_expected, s.listing_completeness, s.grade,
       s.reason_code
FROM research.snapshot s
WHERE (CAST(:markets AS text[]) IS NULL OR s.market = ANY (CAST(:markets AS text[])))
  AND s.first_at < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC'
  AND s.last_at >= CAST(:first_day AS timestamp) AT TIME ZONE 'UTC'
ORDER BY s.market, s.first_at, s.snapshot_id
