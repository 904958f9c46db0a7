-- One row per listing, spell in which its destinations do not change, and place that it names. The function
-- destination answers for a country. Source: measures.places.destinations (E10).

CREATE VIEW research.destination_spell AS
SELECT
    current.derive_run, t.market, t.number, t.vendor, t.listing_id, t.first_at, t.last_at, t.until_at, t.code,
    t.is_included, t.why, t.words
FROM derived.current_part current
JOIN derived.listing_destination t USING (part_id);
