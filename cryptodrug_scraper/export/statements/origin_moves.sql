-- Accounts that moved: one row per market, countries left and countries taken up instead.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT m.market, array_to_string(m.from_codes, '+') AS from_countries,
       array_to_string(m.to_codes, '+') AS to_countries, count(DISTINCT m.vendor) AS vendor_count
FROM research.origin_move m
WHERE m.moved_to >= date_trunc('month', CAST(:first_day AS timestamp)) AT TIME ZONE 'UTC'
  AND m.moved_from < (date_trunc('month', CAST(:last_day AS timestamp)) + interval '1 month') AT TIME ZONE 'UTC'
GROUP BY 1, 2, 3
