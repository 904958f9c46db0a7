-- Snapshots: one row each.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT * FROM research.snapshot WHERE research.in_window(first_at, last_at, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
