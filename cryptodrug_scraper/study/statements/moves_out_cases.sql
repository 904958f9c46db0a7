-- The moves away from the country, of all days.
-- :country: the country, ISO 3166-1 alpha-2.
-- :market: code of the market.
-- :places: countries, to any of which they go.

SELECT * FROM research.origin_move m
WHERE m.market = :market AND :country = ANY (m.from_codes) AND m.to_codes && CAST(:places AS text[])
