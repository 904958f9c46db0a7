-- One row per sale and origin of its listing at that time: an equal share of the sale for each origin of a set, and
-- for each listing that it may belong to (attribution A1). Source: measures.places.attribution (E9).

CREATE VIEW research.transaction_origin AS
SELECT
    current.derive_run, t.market, t.transaction_id, t.code, t.basis, t.weight
FROM derived.current_part current
JOIN derived.sale_origin t USING (part_id);
