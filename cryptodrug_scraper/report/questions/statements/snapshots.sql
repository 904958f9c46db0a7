-- How complete each look was: one row per snapshot.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT market, snapshot_id, first_at, last_at, capture_count, wall_count, incomplete_count, listing_seen,
       listing_expected, listing_completeness, vendor_seen, vendor_expected, vendor_completeness, review_completeness,
       grade, reason, reason_code, reason_values
FROM research.snapshot
WHERE first_at >= date_trunc('month', :first_day) AND first_at < date_trunc('month', :last_day) + interval '1 month'
ORDER BY market, first_at
