-- One row per market, UTC month and measure. Source: measures.sales.market_months (E4, E5, E14),
-- measures.sales.comparable (E16).

CREATE VIEW research.market_month AS
SELECT
    current.derive_run, t.market, t.month, t.measure, t.value, t.low, t.high, t.vendor_count, t.grade,
    t.reason, t.reason_code, t.reason_values::jsonb AS reason_values
FROM derived.current_part current
JOIN derived.market_month t USING (part_id);

COMMENT ON COLUMN research.market_month.reason_values IS
    'What the sentence of the reason tells, by name; shares are parts of one. NULL: there is a figure.';
COMMENT ON COLUMN research.market_month.low IS
    'Lower end of the 95 % interval, without the errors that people judged (error_count): '
    'findings alone carry them. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN research.market_month.high IS
    'Upper end of the 95 % interval, without the errors that people judged (error_count): '
    'findings alone carry them. NULL: cannot be known from what was seen.';
