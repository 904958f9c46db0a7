-- The accounts of the country, one row each (country_reach). bears: whether it rules any of the places out.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :places: their codes.

SELECT r.market, r.vendor, true AS is_in, coalesce(r.excluded && CAST(:places AS text[]), false) AS bears
FROM research.country_reach(:country, :definition, :first_day, :last_day) r WHERE r.market = :market ORDER BY r.vendor
