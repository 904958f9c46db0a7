-- Accounts that moved from or to the country: one row per move.
-- :country: the country, ISO 3166-1 alpha-2.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT market, vendor, from_codes, to_codes, kept_codes, moved_from, moved_to, evidence, listing_count
FROM research.origin_move
WHERE (:country = ANY (from_codes) OR :country = ANY (to_codes))
  AND moved_to >= date_trunc('month', :first_day) AND moved_from < date_trunc('month', :last_day) + interval '1 month'
ORDER BY market, moved_to, vendor
