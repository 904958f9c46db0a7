-- Which captures the pages of a market are, and when they state that they were made: one row per reading that counts.
-- :market: code of the market.

SELECT uuid_send(run.parse_run_id) AS run, uuid_send(run.capture_id) AS capture_id, run.captured_at
FROM counted_reading run
WHERE run.market = :market
