-- The country's sales by what an order was worth: one row per market and band.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT market, band_from, band_to, transactions, transaction_share, transaction_share_low, transaction_share_high,
       turnover_eur, turnover_share, turnover_share_low, turnover_share_high, vendor_count
FROM research.value_band(:country, :definition, :attribution, :first_day, :last_day)
ORDER BY market, band_from
