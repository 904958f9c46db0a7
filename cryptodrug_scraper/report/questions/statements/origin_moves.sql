-- Accounts that moved from countries to others: one row per countries left and taken up.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT array_to_string(from_codes, ' + ') AS moved_from_codes, array_to_string(to_codes, ' + ') AS moved_to_codes,
       count(DISTINCT (market, vendor)) AS vendor_count, count(*) AS moves
FROM research.origin_move
WHERE moved_to >= date_trunc('month', :first_day) AND moved_from < date_trunc('month', :last_day) + interval '1 month'
GROUP BY 1, 2 ORDER BY vendor_count DESC, 1, 2
