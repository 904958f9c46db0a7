-- What falls to the country by month, with all that country_share says of it but the interval of another draw.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT s.market, s.month, s.measure, s.value, s.total, s.share, s.share_low, s.share_high, s.vendor_count, s.grade,
       s.value_low, s.value_high, s.reached
FROM research.country_share(:country, :definition, :attribution, :first_day, :last_day) s
