-- What a trend is drawn through: one row per account and month with a snapshot that is not partial (country_part).
-- bears: a part of it is the country's.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :of: the measure of country_part.

SELECT p.market, p.vendor, p.month, p.part, p.part > 0 AS bears
FROM research.country_part(:country, :definition, :attribution, :first_day, :last_day) p
WHERE p.market = :market AND p.measure = :of AND p.grade <> 'partial'
ORDER BY p.vendor, p.month
