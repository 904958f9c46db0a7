-- Listings, as their page stated them last, or a card where none of it was seen: one row per listing.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT DISTINCT ON (market, listing_id) l.*, 'escrow' = ANY (payment) AS has_escrow,
    'multisig' = ANY (payment) AS has_multisig,
    max(captured_at) OVER (PARTITION BY market, listing_id) AS last_seen_at
FROM research.listing_snapshot l
WHERE listing_id IS NOT NULL AND research.in_window(captured_at, NULL, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
ORDER BY market, listing_id, seen_on = 'page' DESC, captured_at DESC, listing_observation_id
