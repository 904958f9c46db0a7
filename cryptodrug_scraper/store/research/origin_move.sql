-- One row per move of an account: it stopped sending from one set of places and sends from another. Source:
-- measures.places.origin_moves (E9).

CREATE VIEW research.origin_move AS
SELECT
    current.derive_run, t.market, t.vendor, t.moved_to, t.from_codes, t.to_codes, t.kept_codes, t.moved_from,
    t.evidence, t.listing_count, t.number
FROM derived.current_part current
JOIN derived.origin_move t USING (part_id);
