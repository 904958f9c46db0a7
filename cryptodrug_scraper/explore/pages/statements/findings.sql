-- Findings of published studies: one row each.
-- :market: code of a market; empty for all.
-- :finding: heading of a study, such as F1; empty for all.
-- :country: ISO 3166-1 alpha-2; empty for all.
-- :definition: D1 to D4; empty for all.

SELECT * FROM finding
WHERE (:market = '' OR market = :market) AND (:finding = '' OR finding = :finding)
  AND (:country = '' OR country = :country) AND (:definition = '' OR definition = :definition)
ORDER BY ordinal
