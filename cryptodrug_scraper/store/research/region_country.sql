-- One row per region, country in it, and time in which it is. Source: measures.places.regions (E10).

CREATE VIEW research.region_country AS
SELECT
    current.derive_run, t.number, t.region, t.country, t.since, t.until
FROM derived.current_part current
JOIN derived.region_country t USING (part_id);
