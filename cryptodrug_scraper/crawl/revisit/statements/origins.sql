-- From where vendors send: one row per vendor whose listings state any origin.
-- :market: the market.
-- :since: only later captures.
-- :at: the crawl's beginning; only captures up to it.

SELECT vendor, array_agg(DISTINCT code ORDER BY code)
FROM (
    SELECT DISTINCT o.vendor, o.origin_codes FROM listing_observation o
    JOIN parse_run r ON r.parse_run_id = o.parse_run_id AND r.captured_at = o.captured_at
    WHERE r.market = :market AND o.captured_at > :since AND o.captured_at <= :at
) o, unnest(origin_codes) code
WHERE vendor IS NOT NULL
GROUP BY vendor
