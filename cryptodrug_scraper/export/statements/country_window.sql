-- What falls to the country in the window: one row per market and measure.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT market, measure, value, total, share, share_low, share_high, vendor_count, grade, reached,
       unknown_month_count
FROM research.country_window(:country, :definition, :attribution, :first_day, :last_day)
