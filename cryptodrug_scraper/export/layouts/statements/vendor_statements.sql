-- Statements of vendors: one row per statement.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT * FROM research.vendor_snapshot WHERE research.in_window(captured_at, NULL, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
