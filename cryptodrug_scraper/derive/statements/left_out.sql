-- What the bounds of the measures left out of a part of a derivation: one row per bound that was reached.
-- :part: identifier of the part.

SELECT kept.key, kept.value::bigint
FROM derived.part p
CROSS JOIN LATERAL jsonb_each_text(coalesce(p.row_counts -> 'left_out', '{}'::jsonb)) kept
WHERE p.part_id::text = :part
ORDER BY kept.key
