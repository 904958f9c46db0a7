-- The findings of a derivation, in their order.
-- :run: the derivation.

SELECT
    finding, market, measure, unit, country, definition, attribution, first_day, last_day, study_id, claim_id,
    value, low, high, verdict
FROM derived.finding
WHERE derive_run = :run
ORDER BY ordinal
