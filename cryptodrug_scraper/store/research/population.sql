-- One row per snapshot, what is counted and estimator: how many there were. Source: measures.looks.populations,
-- measures.looks.thin (E2).

CREATE VIEW research.population AS
SELECT
    current.derive_run, t.market, t.snapshot_id, t.of, t.estimator, t.value, t.low, t.high, t.warning, t.warning_code,
    t.warning_values::jsonb AS warning_values, looked.grade, looked.first_at AS snapshot_first_at,
    looked.last_at AS snapshot_last_at
FROM derived.current_part current
JOIN derived.population t USING (part_id)
JOIN derived.snapshot looked USING (part_id, snapshot_id);

COMMENT ON COLUMN research.population.warning_values IS
    'What the warning tells, by name; shares are parts of one. NULL: as warning_code.';
COMMENT ON COLUMN research.population.snapshot_first_at IS 'When the snapshot began (UTC).';
COMMENT ON COLUMN research.population.snapshot_last_at IS 'When the snapshot ended (UTC).';
