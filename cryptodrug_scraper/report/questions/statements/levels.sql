-- How much the country and the whole market sell: one row per market, month and measure.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT t.market, t.month, t.measure, s.value, s.total,
       s.value_low AS low, s.value_high AS high,
       t.value AS whole, t.low AS whole_low, t.high AS whole_high, s.vendor_count,
       t.vendor_count AS whole_vendor_count, t.grade, t.reason_code, t.reason_values::text AS reason_values
FROM research.market_month t
LEFT JOIN research.country_share(:country, :definition, :attribution, :first_day, :last_day) s
  USING (market, month, measure)
WHERE t.month BETWEEN date_trunc('month', :first_day) AND :last_day
  AND t.measure IN ('vendors', 'listings', 'transactions', 'turnover_eur')
ORDER BY t.market, t.month, t.measure
