-- Pages that were read, by market, day and kind, of the months that the window touches.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT q.market, q.day, q.kind, q.page_count, q.wall_count, q.incomplete_count, q.page_with_issue_count,
       q.warning_count, q.error_count
FROM research.capture_quality q
WHERE q.day BETWEEN date_trunc('month', :first_day) AND (date_trunc('month', :last_day) + interval '1 month - 1 day')
