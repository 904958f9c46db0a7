-- The pages of a market: one row per reading that counts.
-- :market: code of the market.

SELECT
    uuid_send(run.parse_run_id) AS run, run.captured_at, c.url_key, run.kind, run.is_wall,
    run.is_complete, run.listing_count, run.vendor_count, run.review_count,
    run.menu_id::text, run.rate_table_id::text,
    (SELECT min(origin.crawl_id::text) FROM capture_origin origin WHERE origin.capture_id = run.capture_id)
        AS crawl_id,
    (SELECT min(s.display_currency) FROM site_observation s
     WHERE s.parse_run_id = run.parse_run_id AND s.captured_at = run.captured_at) AS display_currency
FROM counted_reading run
JOIN capture c ON c.capture_id = run.capture_id
WHERE run.market = :market
