-- Pages of known markets whose times nobody can count on: one row per market that has any.

WITH clock AS (
    SELECT run.market, count(DISTINCT run.parse_run_id) AS pages
    FROM parse_issue issue
    JOIN counted_reading run
        ON run.parse_run_id = issue.parse_run_id AND run.captured_at IS NOT DISTINCT FROM issue.captured_at
    WHERE issue.code IN ('clock_disagrees', 'modified_disagrees', 'clock_implausible') AND run.market IS NOT NULL
    GROUP BY run.market
), page AS (
    SELECT
        run.market,
        count(*) FILTER (WHERE run.captured_at IS NULL) AS undated,
        count(*) FILTER (WHERE (run.captured_at AT TIME ZONE 'UTC')::date < life.first_on
            OR (run.captured_at AT TIME ZONE 'UTC')::date > life.last_on) AS not_open
    FROM counted_reading run
    LEFT JOIN research.market_life life ON life.market = run.market
    WHERE run.market IS NOT NULL
    GROUP BY run.market
)
SELECT page.market, page.undated, coalesce(clock.pages, 0) AS clock, page.not_open
FROM page LEFT JOIN clock USING (market)
WHERE page.undated > 0 OR clock.pages > 0 OR page.not_open > 0
ORDER BY page.market
