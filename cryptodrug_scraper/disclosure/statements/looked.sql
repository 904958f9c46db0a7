-- Listings that were seen: one row per snapshot, with the vendor and the identifier of each of them.

SELECT s.market, s.snapshot_id, date_trunc('month', s.first_at AT TIME ZONE 'UTC')::date AS month, p.vendors, p.listings
FROM (
  SELECT p.market, p.snapshot_id, array_agg(p.vendor) AS vendors, array_agg(p.listing_id) AS listings
  FROM research.listing_presence p WHERE p.presence = 'seen' GROUP BY 1, 2
) p JOIN research.snapshot s USING (market, snapshot_id)
ORDER BY 1, 2
