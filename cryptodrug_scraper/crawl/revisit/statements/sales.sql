-- The first counter of sales of the time asked for: one row per vendor.
-- :market: the market.
-- :since: only later captures.
-- :at: the crawl's beginning; only captures up to it.

SELECT DISTINCT ON (o.vendor) o.vendor, o.sales_count, o.captured_at
FROM vendor_observation o
JOIN parse_run r ON r.parse_run_id = o.parse_run_id AND r.captured_at = o.captured_at
WHERE r.market = :market AND o.captured_at > :since AND o.captured_at <= :at AND o.sales_count IS NOT NULL
ORDER BY o.vendor, o.captured_at, o.parse_run_id, o.ordinal
