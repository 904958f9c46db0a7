-- The first days of the months in which readings of a market count; null: they have no time.
-- :market: code of the market.

SELECT DISTINCT date_trunc('month', run.captured_at AT TIME ZONE 'UTC')::date AS first
FROM counted_reading run
WHERE run.market = :market
ORDER BY first
