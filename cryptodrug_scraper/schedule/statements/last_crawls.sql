-- The last crawls of a market that have ended, the newest first, with how many pages each read that are no wall, and
-- the UTC day of the newest page of the market.
-- :market: its code.
-- :number: how many crawls.

SELECT
    c.crawl_id, c.started_at, c.ended_at, coalesce(sum(n.parsed), 0) AS parsed,
    (SELECT (max(p.captured_at) AT TIME ZONE 'UTC')::date FROM parse_run p WHERE p.market = :market) AS newest_on
FROM crawl c
LEFT JOIN crawl_count n USING (crawl_id)
WHERE c.market = :market AND c.ended_at IS NOT NULL
GROUP BY c.crawl_id
ORDER BY c.started_at DESC
LIMIT :number
