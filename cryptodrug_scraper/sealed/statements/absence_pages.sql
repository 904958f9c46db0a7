-- The pages of some days, and of the looks that overlap with them, on which something is stated of listings.
-- :first_day: first day.
-- :last_day: last day.
-- :market: code of the market.

SELECT DISTINCT o.market, o.capture_id
FROM research.listing_snapshot o
WHERE o.market = :market AND (
  (o.captured_at >= CAST(:first_day AS timestamp) AT TIME ZONE 'UTC'
   AND o.captured_at < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC')
  OR EXISTS (
    SELECT FROM research.snapshot s
    WHERE s.market = :market AND o.captured_at BETWEEN s.first_at AND s.last_at
      AND s.first_at < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC'
      AND s.last_at >= CAST(:first_day AS timestamp) AT TIME ZONE 'UTC'))
ORDER BY 1, 2
