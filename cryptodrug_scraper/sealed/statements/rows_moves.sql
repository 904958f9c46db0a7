-- The moves that may fall into the window, one row each. is_inside: both snapshots lie in it. bears: all do.
-- :country: the country, ISO 3166-1 alpha-2.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :is_into: whether moves to the country are counted, and not those away from it.
-- :places: countries, any of which is at the other end.

SELECT m.market, m.vendor, m.from_codes, m.to_codes, m.moved_from, m.moved_to, true AS bears,
       m.moved_from >= date_trunc('month', CAST(:first_day AS timestamp)) AT TIME ZONE 'UTC'
       AND m.moved_to < (date_trunc('month', CAST(:last_day AS timestamp)) + interval '1 month') AT TIME ZONE 'UTC'
         AS is_inside
FROM research.origin_move m
WHERE m.market = :market
  AND :country = ANY (CASE WHEN :is_into THEN m.to_codes ELSE m.from_codes END)
  AND CAST(:places AS text[]) && CASE WHEN :is_into THEN m.from_codes ELSE m.to_codes END
  AND m.moved_to >= date_trunc('month', CAST(:first_day AS timestamp)) AT TIME ZONE 'UTC'
  AND m.moved_from < (date_trunc('month', CAST(:last_day AS timestamp)) + interval '1 month') AT TIME ZONE 'UTC'
ORDER BY m.vendor, m.moved_to
