-- What the country sells: one row per market, measure, level and goods.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :places_of: markets.
-- :places_read: of each, which part of its listings it was read of what they state of places (places_read).

SELECT market, measure, level, goods, value, share, share_low, share_high, all_share, all_share_low,
       all_share_high, quotient, quotient_low, quotient_high, vendor_count
FROM research.country_mix(
  :country, :definition, :attribution, :first_day, :last_day, CAST(:places_of AS text[]),
  CAST(:places_read AS double precision[]))
ORDER BY market, measure, level, value DESC, goods
