-- Vendors behind a country's share: one row per market, month, measure and account of which a part is the country's.
-- Where is_known is false, what was sold in the month cannot be known yet, and no sum counts the row.
-- :country: ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :market: code of a market; empty for all.
-- :measure: the measure; empty for all.
-- :first: first day; months are taken as a whole.
-- :last: last day.
-- :month: first day of one of these months; empty for all.

SELECT market, month, measure, vendor, part, whole, part / nullif(whole, 0) AS share_of_vendor, is_known
FROM country_part(:country, :definition, :attribution, CAST(:first AS date), CAST(:last AS date))
WHERE part > 0 AND (:market = '' OR market = :market) AND (:measure = '' OR measure = :measure)
  AND (:month = '' OR month = CAST(nullif(:month, '') AS date))
ORDER BY market, month, measure, part DESC, vendor
