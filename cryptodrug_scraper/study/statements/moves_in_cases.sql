-- The moves to the country, of all days.
-- :country: the country, ISO 3166-1 alpha-2.
-- :market: code of the market.
-- :other: the country that they leave; NULL: any.

SELECT * FROM research.origin_move m
WHERE m.market = :market AND :country = ANY (m.to_codes) AND coalesce(:other = ANY (m.from_codes), true)
