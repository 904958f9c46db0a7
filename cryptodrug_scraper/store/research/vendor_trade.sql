-- One row per vendor and capture that states where the vendor sends from, how it is paid or when it was last active
-- (market, vendor, capture_id), from the shown reading of the capture. vendor_snapshot has the rest of what the
-- capture states of it.

CREATE VIEW research.vendor_trade AS
SELECT
    row_id(o.parse_run_id, 2, o.ordinal) AS vendor_observation_id, run.capture_id, o.captured_at, run.market, o.vendor,
    o.seen_on, o.ships_from_raw, o.ships_from_kind, o.origin_codes, o.origin_excluded, o.payment, o.active_from,
    o.active_to
FROM vendor_observation o
JOIN parse_run run
    ON run.parse_run_id = o.parse_run_id
    AND {run.captured_at = o.captured_at | run.captured_at IS NULL AND o.captured_at IS NULL}
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND (o.ships_from_raw IS NOT NULL OR o.payment IS NOT NULL OR o.active_from IS NOT NULL)
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON COLUMN research.vendor_trade.vendor_observation_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
