-- One row per snapshot and account that was seen in it, or before and after it. Source: measures.looks.presence,
-- measures.places.origins.

CREATE VIEW research.vendor_presence AS
SELECT
    current.derive_run, t.market, t.snapshot_id, t.vendor, t.presence, t.listing_count, t.origin_codes,
    t.member_since, looked.grade, looked.first_at AS snapshot_first_at, looked.last_at AS snapshot_last_at
FROM derived.current_part current
JOIN derived.vendor_state t USING (part_id)
JOIN derived.snapshot looked USING (part_id, snapshot_id);

COMMENT ON COLUMN research.vendor_presence.snapshot_first_at IS 'When the snapshot began (UTC).';
COMMENT ON COLUMN research.vendor_presence.snapshot_last_at IS 'When the snapshot ended (UTC).';
