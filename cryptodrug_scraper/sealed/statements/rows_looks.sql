-- The accounts of each look that is compared, one row each. is_after: the look began after the closure. bears: all do.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :closed_market: code of the market that closed.
-- :event: its event: the closure, or the announcement of it.
-- :days_around: how many days before and after it are looked at.
-- :of: vendors or listings.

SELECT v.market, v.vendor, s.snapshot_id, s.first_at >= k.at AS is_after, true AS bears,
       CASE WHEN :of = 'listings' THEN v.listing_count ELSE 1 END::double precision AS counted
FROM (SELECT e.first_on::timestamp AT TIME ZONE 'UTC' AS at FROM research.market_event e
      WHERE e.market = :closed_market AND e.event = :event) k
CROSS JOIN research.snapshot s JOIN research.vendor_presence v USING (snapshot_id)
WHERE s.market = :market AND s.grade <> 'partial' AND v.listing_count > 0
  AND s.first_at BETWEEN k.at - :days_around * interval '1 day' AND k.at + :days_around * interval '1 day'
  AND s.first_at >= CAST(:first_day AS timestamp) AT TIME ZONE 'UTC'
  AND s.first_at < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC'
ORDER BY s.snapshot_id, v.vendor
