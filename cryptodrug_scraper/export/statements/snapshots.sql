-- How complete each look was: one row per snapshot.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT snapshot_id, market, first_at, last_at, grade, listing_completeness, vendor_completeness,
       review_completeness, reason
FROM research.snapshot
WHERE research.in_window(first_at, last_at, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
ORDER BY market, first_at
