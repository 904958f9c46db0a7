-- Months of a window in which a market has a snapshot that is not partial: their first days, in order.
-- :market: its code.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT DISTINCT date_trunc('month', s.first_at AT TIME ZONE 'UTC')::date AS month
FROM research.snapshot s
WHERE s.market = :market
  AND s.grade <> 'partial'
  AND date_trunc('month', s.first_at AT TIME ZONE 'UTC')
      BETWEEN date_trunc('month', CAST(:first_day AS timestamp)) AND CAST(:last_day AS timestamp)
ORDER BY 1
