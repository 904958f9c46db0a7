-- Listings that were seen: one row per listing and snapshot.

SELECT p.market, p.vendor, p.listing_id, p.snapshot_id,
       date_trunc('month', p.snapshot_first_at AT TIME ZONE 'UTC')::date AS month
FROM research.listing_presence p WHERE p.presence = 'seen' ORDER BY 1, 4, 2, 3
