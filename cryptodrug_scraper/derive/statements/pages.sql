-- The pages of a market: one row per reading that counts, with what its source states of its time and what the page's
-- own clock says, where it prints its day.
-- :market: code of the market.
-- :since: the first instant of a month, or of the first of several; null: pages whose time is unknown.
-- :until: the first instant of the month behind the last.

SELECT
    uuid_send(run.parse_run_id) AS run, uuid_send(run.capture_id) AS capture_id, substr(c.sha256, 1, 8) AS body,
    run.captured_at, c.captured_from, c.captured_to, site.clock, site.clock_step, c.url_key,
    run.kind, run.is_wall, run.is_complete, run.listing_count, run.vendor_count, run.review_count,
    run.menu_id::text, run.rate_table_id::text, site.display_currency
FROM counted_reading run
JOIN LATERAL (
    -- what a source states is mostly the time of the reading, so that one month is looked into and not all
    SELECT c.sha256, c.captured_from, c.captured_to, c.url_key FROM capture c
    WHERE c.capture_id = run.capture_id AND c.captured_at = run.captured_at
    UNION ALL
    SELECT c.sha256, c.captured_from, c.captured_to, c.url_key FROM capture c
    WHERE c.capture_id = run.capture_id
    LIMIT 1
) c ON true
LEFT JOIN LATERAL (
    SELECT
        min(s.display_currency) AS display_currency,
        min(s.server_time) FILTER (WHERE s.server_time_has_day) AS clock,
        min(s.server_time_step) FILTER (WHERE s.server_time_has_day) AS clock_step
    FROM site_observation s
    WHERE s.parse_run_id = run.parse_run_id AND s.captured_at = run.captured_at
) site ON true
WHERE run.market = :market
    AND (run.captured_at >= :since AND run.captured_at < :until OR :since IS NULL AND run.captured_at IS NULL)
