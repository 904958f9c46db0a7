-- How many pages of known market, and of a known time that had come, there are, and how many more than the current
-- derivation counts, each in one snapshot: one row per market.

SELECT seen.market, seen.pages, seen.newest_at, seen.pages - coalesce(derived.pages, 0) AS underived
FROM (
    SELECT run.market, count(*) AS pages, max(run.captured_at) AS newest_at
    FROM counted_reading run
    WHERE run.market IS NOT NULL AND run.captured_at IS NOT NULL
    GROUP BY run.market
) seen
LEFT JOIN (SELECT market, sum(capture_count)::bigint AS pages FROM research.snapshot GROUP BY market) derived
    USING (market)
ORDER BY seen.market
