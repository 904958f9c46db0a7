-- One row per account, UTC month, class of goods and country: its estimated sales, by the origins of listings
-- (attribution A1). Source: measures.places.attribution (E9).

CREATE VIEW research.origin_month AS
SELECT
    current.derive_run, t.market, t.number, t.vendor, t.month, t.code, t.drug_class, t.product_class,
    t.transactions, t.turnover_eur
FROM derived.current_part current
JOIN derived.origin_month t USING (part_id);
