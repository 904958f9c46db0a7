-- One row per listing and UTC month with a snapshot in which it was live: what definitions of a country's vendors rest
-- on. Source: measures.places.definitions (E9).

CREATE VIEW research.listing_month AS
SELECT
    current.derive_run, t.market, t.month, t.listing_id, t.vendor, t.ever_codes, t.last_codes, t.is_last,
    t.drug_class, t.product_class
FROM derived.current_part current
JOIN derived.listing_month t USING (part_id);
