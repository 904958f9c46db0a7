-- The step from ratings to sales: one row per market and month, for the country and for all of the market.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT market, month, rating_count, rated, rate, rate_low, rate_high, sales, sales_low, sales_high, vendor_count,
       other_vendor_count, all_rating_count, all_rate, all_rate_low, all_rate_high, all_sales, all_sales_low,
       all_sales_high, all_vendor_count, grade
FROM research.rated_sales(:country, :definition, :attribution, :first_day, :last_day)
ORDER BY market, month
