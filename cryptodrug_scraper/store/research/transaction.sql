-- One row per sale for which a rating stands, with what it was worth. Source: measures.sales.sale_amounts (E6-E8).

CREATE VIEW research.transaction AS
SELECT
    current.derive_run, t.market, t.transaction_id, t.vendor, t.listing_id, t.occurred_from, t.occurred_to,
    t.amount_eur_low, t.amount_eur, t.amount_eur_high, t.raw_eur, t.filtered_eur, t.imputed_eur, t.price_source,
    t.price_flag, t.quantity, t.asked_eur, t.is_tiered, t.order_ratio, t.drug_class, t.substance, t.quantity_grams,
    t.origin_codes
FROM derived.current_part current
JOIN derived.sale t USING (part_id);
