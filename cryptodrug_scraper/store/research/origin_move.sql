-- One row per move of an account: it stopped sending from one set of places and sends from another. Source:
-- measures.places.origin_moves (E9).

-- A minimum: where no listing states another place than before, a vendor with one listing after it is none that moved, though
-- origin_history has both places.
CREATE VIEW research.origin_move AS
SELECT
    current.derive_run, t.market, t.vendor, t.moved_to, t.from_codes, t.to_codes, t.kept_codes, t.moved_from,
    t.evidence, t.listing_count, t.number
FROM derived.current_part current
JOIN derived.origin_move t USING (part_id);
