-- The other months in which there are readings of the pages of one month, or pages of its readings.
-- :first: its first instant.
-- :next: the first instant of the next month.

SELECT DISTINCT date_trunc('month', other.captured_at AT TIME ZONE 'UTC')::date AS month
FROM (
    SELECT page.captured_at
    FROM parse_run run
    JOIN capture page USING (capture_id)
    WHERE run.captured_at >= :first AND run.captured_at < :next
    UNION ALL
    SELECT run.captured_at
    FROM capture page
    JOIN parse_run run USING (capture_id)
    WHERE page.captured_at >= :first AND page.captured_at < :next
) other
WHERE other.captured_at IS NOT NULL
ORDER BY 1
