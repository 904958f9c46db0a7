-- Ratings of the last month, as vendors' counters state them last: one row per vendor.
-- :market: the market.
-- :since: only later captures.
-- :at: the crawl's beginning; only captures up to it.

SELECT DISTINCT ON (o.vendor) o.vendor, sum(n.value)
FROM vendor_counter n
JOIN vendor_observation o ON o.parse_run_id = n.parse_run_id AND o.captured_at = n.captured_at
    AND o.ordinal = n.vendor_ordinal
JOIN parse_run r ON r.parse_run_id = o.parse_run_id AND r.captured_at = o.captured_at
WHERE r.market = :market AND o.captured_at > :since AND o.captured_at <= :at
    AND n.window_or_band IN ('1m', 'newer_1m') AND NOT o.is_repeat
GROUP BY o.vendor, o.captured_at, o.parse_run_id, o.ordinal
ORDER BY o.vendor, o.captured_at DESC, o.parse_run_id, o.ordinal
