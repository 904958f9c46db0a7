-- What of the country's sales lies above EUR 200 and 1,000: one row per market and edge.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT market, edge AS band_from, transactions, transaction_share, transaction_share_low, transaction_share_high,
       turnover_eur, turnover_share, turnover_share_low, turnover_share_high, vendor_count, all_vendor_count,
       sale_count,
       printed_count
FROM unnest(ARRAY[200, 1000]) AS edge
CROSS JOIN LATERAL research.sales_above(:country, :definition, :attribution, :first_day, :last_day, edge)
ORDER BY market, band_from
