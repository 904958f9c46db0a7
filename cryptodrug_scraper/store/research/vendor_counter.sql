-- One row per vendor, capture, counter and window or band (market, vendor, capture_id, counter, window_or_band), from
-- the shown reading of the capture.

CREATE VIEW research.vendor_counter AS
SELECT
    row_id(o.parse_run_id, 2, o.ordinal) AS vendor_observation_id, run.capture_id, o.captured_at, run.market, o.vendor,
    said.counter, said.window_or_band, said.value, said.is_exact, said.since
FROM vendor_counter said
JOIN vendor_observation o
    ON o.parse_run_id = said.parse_run_id
    AND o.ordinal = said.vendor_ordinal
    AND {o.captured_at = said.captured_at | o.captured_at IS NULL AND said.captured_at IS NULL}
JOIN parse_run run
    ON run.parse_run_id = o.parse_run_id
    AND {run.captured_at = o.captured_at | run.captured_at IS NULL AND o.captured_at IS NULL}
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON COLUMN research.vendor_counter.vendor_observation_id IS 'The statement of the account (vendor_observation).';
