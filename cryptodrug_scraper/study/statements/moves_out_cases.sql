-- The moves away from the country, of all days.
-- :country: the country, ISO 3166-1 alpha-2.
-- :market: code of the market.
-- :other: the country to which they go; NULL: any.

SELECT * FROM research.origin_move m
WHERE m.market = :market AND :country = ANY (m.from_codes) AND coalesce(:other = ANY (m.to_codes), true)
