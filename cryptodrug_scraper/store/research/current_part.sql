-- One row per part of the current run.

CREATE VIEW derived.current_part AS
SELECT run.derive_run, made_of.part_id
FROM derived.derive_run run
JOIN derived.run_part made_of USING (derive_run)
WHERE run.is_current;

COMMENT ON COLUMN derived.current_part.derive_run IS 'The run of cryptodrug derive that gave this row (derivation).';
COMMENT ON COLUMN derived.current_part.part_id IS 'A part of it.';
