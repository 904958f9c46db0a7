-- Accounts with several countries of origin, of which one is the country: one row per market and set of countries.
-- :country: the country, ISO 3166-1 alpha-2.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT m.market, array_to_string(m.origin_codes, '+') AS origins, count(*) AS vendor_count
FROM research.multi_origin(:country, :first_day, :last_day) m GROUP BY 1, 2
