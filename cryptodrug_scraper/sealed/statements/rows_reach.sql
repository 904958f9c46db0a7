-- The accounts of the country, one row each (country_reach). is_in: whether it states a place. bears: whether it sends
-- to the world, the EU, Europe or more than half of the EU's members.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.

SELECT r.market, r.vendor, r.is_stated AS is_in, r.is_world OR r.is_europe AS bears
FROM research.country_reach(:country, :definition, :first_day, :last_day) r WHERE r.market = :market ORDER BY r.vendor
