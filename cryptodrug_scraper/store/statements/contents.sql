-- How many pages of known market, and of a known time that had come, there are, and how many more than the current
-- derivation counts: one row per market. It estimated the time of each page that it looked at; one of release 0.2.0
-- estimated none, and each page of known time is in one of its snapshots.

SELECT
    seen.market, seen.pages, seen.newest_at,
    CASE WHEN dated.pages IS NULL THEN seen.pages - coalesce(looked.pages, 0) ELSE seen.readings - dated.pages END
        AS underived
FROM (
    SELECT run.market, count(*) AS readings, count(run.captured_at) AS pages, max(run.captured_at) AS newest_at
    FROM counted_reading run
    WHERE run.market IS NOT NULL
    GROUP BY run.market
    HAVING count(run.captured_at) > 0
) seen
LEFT JOIN (SELECT market, sum(capture_count)::bigint AS pages FROM research.snapshot GROUP BY market) looked
    USING (market)
LEFT JOIN (SELECT market, count(*) AS pages FROM research.capture_time GROUP BY market) dated USING (market)
ORDER BY seen.market
