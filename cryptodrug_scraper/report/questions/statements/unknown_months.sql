-- Months of the window in which sales were seen, and of which it cannot be known yet what was sold: one row for each,
-- by market.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT m.market, m.month FROM research.market_month m
WHERE m.measure = 'transactions' AND m.reason_code IS NOT NULL
  AND m.month BETWEEN date_trunc('month', :first_day) AND :last_day
  AND EXISTS (SELECT FROM research.vendor_month v
              WHERE v.market = m.market AND v.month = m.month AND v.transactions_shown > 0)
ORDER BY m.market, m.month
