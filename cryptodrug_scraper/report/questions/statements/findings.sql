-- Findings of a study that are kept with the current derivation: one row each.
-- :study_id: id of the study.

SELECT finding, country, first_day, last_day, market, measure AS code, unit, value, low, high, n, vendor_count,
       definition, attribution, grade, verdict, study, why, why_code, why_values, details_code, details_values, cases,
       claim_id
FROM research.finding
WHERE study_id = :study_id
ORDER BY ordinal
