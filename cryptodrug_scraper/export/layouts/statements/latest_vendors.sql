-- Vendors, as their page stated them last, or a card where none of it was seen: one row per vendor and market.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT DISTINCT ON (market, vendor) v.*, max(captured_at) OVER (PARTITION BY market, vendor) AS last_seen_at
FROM research.vendor_snapshot v
WHERE vendor IS NOT NULL AND research.in_window(captured_at, NULL, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
ORDER BY market, vendor, seen_on = 'page' DESC, captured_at DESC, vendor_observation_id
