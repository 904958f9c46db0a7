-- One row per account and spell in which its live listings have one set of origins. Source: measures.places.origins
-- (E9).

CREATE VIEW research.origin_history AS
SELECT
    current.derive_run, t.market, t.vendor, t.from_latest, t.origin_codes, t.from_earliest, t.to_earliest,
    t.to_latest
FROM derived.current_part current
JOIN derived.origin_spell t USING (part_id);
