-- The moves to the country, of all days.
-- :country: the country, ISO 3166-1 alpha-2.
-- :market: code of the market.
-- :places: countries, any of which they leave.

SELECT * FROM research.origin_move m
WHERE m.market = :market AND :country = ANY (m.to_codes) AND m.from_codes && CAST(:places AS text[])
