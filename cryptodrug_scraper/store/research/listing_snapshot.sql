-- One row per listing and capture that states it (market, listing_id, capture_id), from the shown reading of the
-- capture. Where a page states a listing twice, its own page comes before a card. Rows whose id could not be read are
-- not here. Its times are those that sources state, which capture_time may doubt.

CREATE VIEW research.listing_snapshot AS
SELECT
    row_id(o.parse_run_id, 1, o.ordinal) AS listing_observation_id, o.captured_at, o.parse_run_id, run.capture_id,
    run.market, run.time_precision, run.parser_version, o.listing_id, o.seen_on, {columns of listing: o},
    o.empty_fields, {columns of facts: o}, o.drug_class_source
FROM listing_observation o
JOIN parse_run run
    ON run.parse_run_id = o.parse_run_id
    AND {run.captured_at = o.captured_at | run.captured_at IS NULL AND o.captured_at IS NULL}
{texts of listing: o}
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON COLUMN research.listing_snapshot.listing_observation_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
