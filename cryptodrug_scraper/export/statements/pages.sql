-- Pages, and how many could not be read: one row per market.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT coalesce(market, '(none)') AS market, min(day) AS first_day, max(day) AS last_day,
       sum(page_count)::bigint AS pages, sum(wall_count)::bigint AS walls, sum(incomplete_count)::bigint AS cut,
       sum(page_with_issue_count)::bigint AS with_issues, sum(warning_count)::bigint AS warnings,
       sum(error_count)::bigint AS errors
FROM research.capture_quality
WHERE research.in_window(day, NULL, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
GROUP BY 1 ORDER BY 1
