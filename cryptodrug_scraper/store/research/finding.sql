-- One row per derivation, finding, market and measure: what a study said, what is measured, and whether it bears that
-- out; what it said nothing of is a question, with a value and no verdict. For the country and window of the derivation's
-- parameters. Source: cryptodrug findings, measures.verdicts.

CREATE VIEW research.finding AS
SELECT
    f.derive_run, f.ordinal, f.finding, f.market, f.measure, f.unit, f.value, f.low, f.high, f.n, f.vendor_count, f.country,
    f.first_day, f.last_day, f.definition, f.attribution, f.grade, f.study, f.verdict, f.why, f.why_code,
    f.why_values, f.details_code, f.details_values, f.cases, f.sql, f.study_id,
    f.claim_id, f.counted_low, f.counted_high, f.errors
FROM derived.finding f
JOIN derived.derive_run run USING (derive_run)
WHERE run.is_current;
