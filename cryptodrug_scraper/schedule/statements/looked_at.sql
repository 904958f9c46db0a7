-- When markets were looked at last: the end of the last crawl that read a page (its start, where it runs or was broken
-- off), or the last page of the last look that the newest derivation knows.
-- :markets: their codes.

SELECT market, max(looked_at) AS looked_at
FROM (
    SELECT c.market, coalesce(c.ended_at, c.started_at) AS looked_at
    FROM crawl c
    WHERE EXISTS (SELECT FROM crawl_count n WHERE n.crawl_id = c.crawl_id AND n.parsed > 0)
    UNION ALL
    SELECT s.market, s.last_at FROM research.snapshot s
) look
WHERE market = ANY(:markets)
GROUP BY market
