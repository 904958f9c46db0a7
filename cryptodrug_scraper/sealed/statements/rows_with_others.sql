-- The country's accounts with several origins, one row each (multi_origin). bears: whether one is any of the places.
-- :country: the country, ISO 3166-1 alpha-2.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :places: other countries.

SELECT m.market, m.vendor, true AS is_in, m.origin_codes && CAST(:places AS text[]) AS bears
FROM research.multi_origin(:country, :first_day, :last_day) m WHERE m.market = :market ORDER BY m.vendor
