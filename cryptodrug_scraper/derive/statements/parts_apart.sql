-- The parts that one derivation has and another has not, with what they are of.
-- :run: the derivation.
-- :other: the other one.

SELECT p.part_id, p.step, p.market
FROM derived.run_part
JOIN derived.part p USING (part_id)
WHERE derive_run = :run
  AND NOT EXISTS (SELECT FROM derived.run_part o WHERE o.part_id = p.part_id AND o.derive_run = :other)
