-- The pages of a market: one row per reading that counts, with what its source states of its time and what the page's
-- own clock says, where it prints its day.
-- :market: code of the market.

SELECT
    uuid_send(run.parse_run_id) AS run, uuid_send(run.capture_id) AS capture_id, substr(c.sha256, 1, 8) AS body,
    run.captured_at, c.captured_from, c.captured_to, origin.source, site.clock, site.clock_step, c.url_key,
    run.kind, run.is_wall, run.is_complete, run.listing_count, run.vendor_count, run.review_count,
    run.menu_id::text, run.rate_table_id::text, origin.crawl_id, site.display_currency
FROM counted_reading run
JOIN capture c ON c.capture_id = run.capture_id
LEFT JOIN LATERAL (
    SELECT
        min(o.crawl_id::text) AS crawl_id,
        (array_agg(o.time_source ORDER BY array_position(
            ARRAY['sidecar', 'warc', 'http_date', 'comment', 'mhtml', 'option', 'file_name', 'directory', 'received_on',
                  'modified', 'none'], o.time_source)))[1] AS source
    FROM capture_origin o
    WHERE o.capture_id = run.capture_id
) origin ON true
LEFT JOIN LATERAL (
    SELECT
        min(s.display_currency) AS display_currency,
        min(s.server_time) FILTER (WHERE s.server_time_has_day) AS clock,
        min(s.server_time_step) FILTER (WHERE s.server_time_has_day) AS clock_step
    FROM site_observation s
    WHERE s.parse_run_id = run.parse_run_id AND s.captured_at = run.captured_at
) site ON true
WHERE run.market = :market
