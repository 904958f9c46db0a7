-- Markets: one row each, with its first and last look.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT market, min(first_at) AS first_at, max(last_at) AS last_at FROM research.snapshot
WHERE research.in_window(first_at, last_at, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
GROUP BY market
