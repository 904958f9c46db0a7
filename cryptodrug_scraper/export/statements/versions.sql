-- Which parsers read what is exported: one row per market and version.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT market, parser_version FROM research.listing_snapshot
WHERE market IS NOT NULL AND research.in_window(captured_at, NULL, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
UNION
SELECT market, parser_version FROM research.vendor_snapshot
WHERE market IS NOT NULL AND research.in_window(captured_at, NULL, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
UNION
SELECT market, parser_version FROM research.review
WHERE market IS NOT NULL AND research.in_window(captured_at, NULL, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
