-- Findings of published studies: one row each, what the study said beside the verdict.
-- :market: code of a market; empty for all.
-- :finding: heading of a study, such as F1; empty for all.
-- :country: ISO 3166-1 alpha-2; empty for all.
-- :definition: D1 to D4; empty for all.

SELECT finding, verdict, study, market, measure, value, low, high, unit, n, vendor_count, why, country, definition,
  attribution, first_day, last_day, grade, why_code, why_values, details_code, details_values, cases, study_id,
  claim_id, sql,
  ordinal, derive_run
FROM finding
WHERE (:market = '' OR market = :market) AND (:finding = '' OR finding = :finding)
  AND (:country = '' OR country = :country) AND (:definition = '' OR definition = :definition)
ORDER BY ordinal
