-- Of which part of the listings of each market it was read what they state of places: one row per market. As text,
-- which has all digits.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT market, reached::text AS reached FROM research.place_reach(:first_day, :last_day) ORDER BY market
