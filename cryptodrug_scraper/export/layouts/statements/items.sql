-- Listings, as their page stated them last, with what their rated sales were worth: one row per listing.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT DISTINCT ON (market, listing_id) l.*, sold.turnover_eur,
    min(captured_at) OVER (PARTITION BY market, listing_id) AS first_at,
    max(captured_at) OVER (PARTITION BY market, listing_id) AS last_at
FROM research.listing_snapshot l
LEFT JOIN (
    SELECT market, listing_id, sum(amount_eur) AS turnover_eur FROM research.transaction
    WHERE listing_id IS NOT NULL AND research.in_window(occurred_from, occurred_to, :first, :last)
      AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
    GROUP BY 1, 2
) AS sold USING (market, listing_id)
WHERE listing_id IS NOT NULL AND research.in_window(captured_at, NULL, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
ORDER BY market, listing_id, seen_on = 'page' DESC, captured_at DESC, listing_observation_id
