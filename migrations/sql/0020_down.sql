DROP VIEW research.vendor_month;
ALTER TABLE derived.vendor_month DROP COLUMN counter_flag;

CREATE VIEW research.vendor_month AS
SELECT
    current.derive_run, t.market, t.vendor, t.month, t.review_count, t.transactions_shown, t.shown_low,
    t.shown_high, t.transactions, t.transactions_low, t.transactions_high, t.counter_transactions,
    t.feedback_rate, t.turnover_shown_eur, t.turnover_eur, t.turnover_eur_low, t.turnover_eur_high,
    t.turnover_raw_eur, t.turnover_imputed_eur, t.is_truncated
FROM derived.current_part current JOIN derived.vendor_month t USING (part_id);

COMMENT ON VIEW research.vendor_month IS 'One row per account and UTC month in which a sale of it is known: how many sales, worth what. A rating lies in the month in which it was left, not in that of the order. Source: measures.sales.vendor_months (E4, E5).';
COMMENT ON COLUMN research.vendor_month.vendor IS 'The account, by its latest name. Personal data.';
COMMENT ON COLUMN research.vendor_month.month IS 'First day of the UTC month.';
COMMENT ON COLUMN research.vendor_month.market IS 'Code of the market.';
COMMENT ON COLUMN research.vendor_month.review_count IS 'Ratings whose interval touches the month.';
COMMENT ON COLUMN research.vendor_month.transactions_shown IS 'Ratings left in the month; one whose interval reaches beyond it counts for its part.';
COMMENT ON COLUMN research.vendor_month.shown_low IS 'Ratings whose interval lies within the month.';
COMMENT ON COLUMN research.vendor_month.shown_high IS 'Ratings whose interval touches the month.';
COMMENT ON COLUMN research.vendor_month.transactions IS 'Estimate of all sales: ratings over the feedback rate, or counters. NULL: pages show neither.';
COMMENT ON COLUMN research.vendor_month.transactions_low IS 'Lower end of its 95 % interval; never below what was shown. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN research.vendor_month.transactions_high IS 'Upper end. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN research.vendor_month.counter_transactions IS 'Sales by counters. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN research.vendor_month.feedback_rate IS 'Ratings per sale that was applied. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN research.vendor_month.turnover_shown_eur IS 'Worth of the ratings, EUR. NULL: cannot be known from what was seen, or some of them have no rate.';
COMMENT ON COLUMN research.vendor_month.turnover_eur IS 'Estimate of the worth of all sales, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN research.vendor_month.turnover_eur_low IS 'Lower end, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN research.vendor_month.turnover_eur_high IS 'Upper end, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN research.vendor_month.turnover_raw_eur IS 'Worth of the ratings by prices as stated, holding prices too, EUR: never a headline. NULL: cannot be known from what was seen, or some of them have no rate.';
COMMENT ON COLUMN research.vendor_month.turnover_imputed_eur IS 'Worth of the ratings with the usual price in place of holding prices, EUR. NULL: cannot be known from what was seen, or some of them have no rate.';
COMMENT ON COLUMN research.vendor_month.is_truncated IS 'Whether pages show only the newest of its ratings, so that some of the month were never shown.';
COMMENT ON COLUMN research.vendor_month.derive_run IS 'The run of cryptodrug derive that gave this row (derivation).';
COMMENT ON COLUMN derived.listing_price.price_flag IS 'ok; holding (it only keeps buyers off); free; or unverified_high (high, and nothing to judge it by).';
COMMENT ON COLUMN derived.sale.price_flag IS 'ok, holding, imputed_holding, unverified_high or free.';
COMMENT ON COLUMN research.listing_price.price_flag IS 'ok; holding (it only keeps buyers off); free; or unverified_high (high, and nothing to judge it by).';
COMMENT ON COLUMN research.transaction.price_flag IS 'ok, holding, imputed_holding, unverified_high or free.';
