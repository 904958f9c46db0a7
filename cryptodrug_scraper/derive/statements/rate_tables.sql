-- Which table of exchange rates a page shows: one row per page.
-- :market: code of the market.

SELECT run.rate_table_id::text, run.captured_at
FROM counted_reading run
WHERE run.market = :market AND run.captured_at IS NOT NULL
