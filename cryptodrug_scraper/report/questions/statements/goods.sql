-- What the country sells: one row per market, measure, level and goods.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT market, measure, level, goods, value, share, share_low, share_high, all_share, all_share_low,
       all_share_high, quotient, quotient_low, quotient_high, vendor_count
FROM research.country_mix(:country, :definition, :attribution, :first_day, :last_day)
ORDER BY market, measure, level, value DESC, goods
