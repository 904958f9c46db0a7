-- One row per kind of thing that was judged, what the program tells of it, and what is so: items of the sample that the
-- derivation took, and how many things they stand for. Source: adjudication.counts.

CREATE VIEW research.error_count AS
SELECT current.derive_run, t.kind, t.told, t.truth, t.item_count, t.weight, t.weight_squares
FROM derived.current_part current
JOIN derived.error_count t USING (part_id);
