-- Findings: one row each.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT ordinal, finding, market, measure, unit, value, low, high, n, country, first_day, last_day, definition,
       attribution, grade, study, verdict, why, why_code, why_values, vendor_count,
       study_id, claim_id
FROM research.finding
WHERE research.in_window(first_day, last_day, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
