-- What became of pages: one row per market and kind of page.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT market, kind, sum(page_count)::bigint AS pages, sum(wall_count)::bigint AS walls,
       sum(incomplete_count)::bigint AS cut, sum(page_with_issue_count)::bigint AS with_issues,
       sum(warning_count)::bigint AS warnings, sum(error_count)::bigint AS errors,
       1 - sum(page_with_issue_count) / nullif(sum(page_count), 0) AS clean_share
FROM research.capture_quality
WHERE day BETWEEN date_trunc('month', :first_day) AND (date_trunc('month', :last_day) + interval '1 month - 1 day')
GROUP BY market, kind ORDER BY market, pages DESC, kind
