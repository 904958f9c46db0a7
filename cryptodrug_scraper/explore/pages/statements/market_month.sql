-- Markets by month: one row per market, measure and month.
-- :market: code of a market; empty for all.
-- :measure: the measure; empty for all.
-- :first: first day; months are taken as a whole.
-- :last: last day.

SELECT market, month, measure, value, low, high, vendor_count, grade, reason, derive_run FROM market_month
WHERE (:market = '' OR market = :market) AND (:measure = '' OR measure = :measure)
  AND month BETWEEN date_trunc('month', CAST(:first AS date)) AND CAST(:last AS date)
ORDER BY market, measure, month
