-- What each vendor of a market sold: one row per vendor and month of which it can be known.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT v.market, v.vendor, v.month, v.transactions, v.turnover_eur, m.grade
FROM research.vendor_month v
JOIN research.market_month m ON m.market = v.market AND m.month = v.month AND m.measure = 'transactions'
WHERE v.month BETWEEN date_trunc('month', :first_day) AND :last_day AND m.reason_code IS NULL
ORDER BY v.market, v.month, v.vendor
