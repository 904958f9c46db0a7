-- Findings that are kept, of the country and window or of others: one row each.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT finding, country, first_day, last_day, market, measure AS code, unit, value, low, high, n, vendor_count,
       definition, attribution, grade, verdict, study, why, why_code, why_values, details_code, details_values, cases
FROM research.finding
WHERE coalesce(country, :country) = :country AND first_day >= :first_day AND last_day <= :last_day
  AND coalesce(definition, :definition) = :definition AND coalesce(attribution, :attribution) = :attribution
ORDER BY ordinal
