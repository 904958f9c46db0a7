-- What the bounds of the measures left out of the parts of a derivation: one row per part and bound that was reached.
-- :run: identifier of the derivation.

SELECT
    coalesce(p.market, CASE p.step WHEN 'across' THEN 'across markets' ELSE p.step END) AS part, kept.key AS bound,
    kept.value::bigint AS number
FROM derived.run_part made_of
JOIN derived.part p USING (part_id)
CROSS JOIN LATERAL jsonb_each_text(coalesce(p.row_counts -> 'left_out', '{}'::jsonb)) kept
WHERE made_of.derive_run = :run
ORDER BY p.step = 'rates' DESC, p.step = 'across', p.market, kept.key
