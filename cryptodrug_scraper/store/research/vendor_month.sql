-- One row per account and UTC month in which a sale of it is known: how many sales, worth what. Ratings lie in the
-- month in which they were left, estimates of all sales in that of the order. Source: measures.sales.vendor_months,
-- measures.sales.allotment (E4, E5).

CREATE VIEW research.vendor_month AS
SELECT
    current.derive_run, t.market, t.vendor, t.month, t.review_count, t.transactions_shown, t.shown_low,
    t.shown_high, t.transactions, t.transactions_low, t.transactions_high, t.counter_transactions, t.feedback_rate,
    t.turnover_shown_eur, t.turnover_eur, t.turnover_eur_low, t.turnover_eur_high, t.turnover_raw_eur,
    t.turnover_imputed_eur, t.is_truncated, t.counter_flag
FROM derived.current_part current
JOIN derived.vendor_month t USING (part_id);

COMMENT ON COLUMN research.vendor_month.transactions_low IS
    'Lower end of its 95 % interval; never below the ratings of orders that were surely made in the month, which may be '
    'fewer than were left in it; without the errors that people judged (error_count): '
    'findings alone carry them. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN research.vendor_month.transactions_high IS
    'Upper end, without the errors that people judged (error_count): '
    'findings alone carry them. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN research.vendor_month.turnover_eur_low IS
    'Lower end, EUR, without the errors that people judged (error_count): '
    'findings alone carry them. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN research.vendor_month.turnover_eur_high IS
    'Upper end, EUR, without the errors that people judged (error_count): '
    'findings alone carry them. NULL: cannot be known from what was seen.';
