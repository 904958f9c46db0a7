-- One row per vendor and capture that states it (market, vendor, capture_id), from the shown reading of the capture.
-- Where a page states a vendor more than once, the vendor's own page comes before a listing's, and that before a card.
-- Its times are those that sources state, which capture_time may doubt.

CREATE VIEW research.vendor_snapshot AS
SELECT
    row_id(o.parse_run_id, 2, o.ordinal) AS vendor_observation_id, o.captured_at, o.parse_run_id, run.capture_id,
    run.market, run.time_precision, run.parser_version, {columns of vendor: o}, o.empty_fields
FROM vendor_observation o
JOIN parse_run run
    ON run.parse_run_id = o.parse_run_id
    AND {run.captured_at = o.captured_at | run.captured_at IS NULL AND o.captured_at IS NULL}
{texts of vendor: o}
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON COLUMN research.vendor_snapshot.vendor_observation_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
