-- The moves that may fall into the window, one row each. is_inside: both snapshots lie in it. bears: all do.
-- :country: the country, ISO 3166-1 alpha-2.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :is_into: whether moves to the country are counted, and not those away from it.
-- :places: countries, any of which is at the other end.

SELECT m.market, m.vendor, m.from_codes, m.to_codes, m.moved_from, m.moved_to, true AS bears, m.is_inside
FROM research.country_moves(
  :country, :market, :is_into, CAST(:places AS text[]), CAST(:first_day AS date), CAST(:last_day AS date)) m
ORDER BY m.vendor, m.moved_to
