ALTER TABLE derived.vendor_month ADD COLUMN counter_flag TEXT;
COMMENT ON COLUMN derived.vendor_month.counter_flag IS 'ok; implausible (the counter grew as no vendor sells, so the month rests on the ratings). NULL: no counter is known.';
COMMENT ON COLUMN derived.listing_price.price_flag IS 'ok; holding (it only keeps buyers off); free; unverified_high (high, and nothing to judge it by); or implausible (nobody asks so much).';
COMMENT ON COLUMN derived.sale.price_flag IS 'ok, holding, imputed_holding, unverified_high, free or implausible (what is printed beside the rating, or asked, cannot have been paid: raw_eur has it, amount_eur is that of a sale without a printed amount).';
COMMENT ON COLUMN research.listing_price.price_flag IS 'ok; holding (it only keeps buyers off); free; unverified_high (high, and nothing to judge it by); or implausible (nobody asks so much).';
COMMENT ON COLUMN research.transaction.price_flag IS 'ok, holding, imputed_holding, unverified_high, free or implausible (what is printed beside the rating, or asked, cannot have been paid: raw_eur has it, amount_eur is that of a sale without a printed amount).';

CREATE OR REPLACE VIEW research.vendor_month AS
SELECT
    current.derive_run, t.market, t.vendor, t.month, t.review_count, t.transactions_shown, t.shown_low,
    t.shown_high, t.transactions, t.transactions_low, t.transactions_high, t.counter_transactions,
    t.feedback_rate, t.turnover_shown_eur, t.turnover_eur, t.turnover_eur_low, t.turnover_eur_high,
    t.turnover_raw_eur, t.turnover_imputed_eur, t.is_truncated, t.counter_flag
FROM derived.current_part current JOIN derived.vendor_month t USING (part_id);
COMMENT ON COLUMN research.vendor_month.counter_flag IS 'ok; implausible (the counter grew as no vendor sells, so the month rests on the ratings). NULL: no counter is known.';
