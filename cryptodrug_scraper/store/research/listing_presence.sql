-- One row per snapshot and listing that was seen in it, or before and after it, with its best statement there. Source:
-- measures.looks.presence, measures.looks.listing_state.

CREATE VIEW research.listing_presence AS
SELECT
    current.derive_run, t.market, t.snapshot_id, t.listing_id, t.vendor, t.presence, t.previous_snapshot_id,
    t.next_snapshot_id, t.stated_run, t.listing_observation_id, t.stated_at, t.origin_codes, t.origin_source,
    t.destination_codes, t.destination_excluded, t.drug_class, t.substance, t.product_class, t.price,
    t.price_currency, t.quantity_grams, t.quantity_units, t.quantity_unit, looked.grade,
    looked.first_at AS snapshot_first_at, looked.last_at AS snapshot_last_at
FROM derived.current_part current
JOIN derived.listing_state t USING (part_id)
-- each has one; LEFT, so that who asks of all reads each page of the table once, and not once for each snapshot
LEFT JOIN derived.snapshot looked USING (part_id, snapshot_id);

COMMENT ON COLUMN research.listing_presence.snapshot_first_at IS 'When the snapshot began (UTC).';
COMMENT ON COLUMN research.listing_presence.snapshot_last_at IS 'When the snapshot ended (UTC).';
