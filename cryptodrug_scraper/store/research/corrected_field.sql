-- One row per field of a record on a page that the current derivation reads otherwise than the parser, as a person decided.
-- Join by record_id: it is the listing_observation_id, vendor_observation_id or review_observation_id of other views.

-- A row is joined by capture_id and ordinal where record_id would have the readings of all months looked up.
CREATE VIEW research.corrected_field AS
SELECT
    current.derive_run, d.subject ->> 'market' AS market, d.subject ->> 'record' AS record,
    (SELECT row_id(
        run.parse_run_id, array_position(ARRAY['listing', 'vendor', 'review'], d.subject ->> 'record'),
        (d.subject ->> 'ordinal')::integer)
     FROM counted_reading run
     WHERE run.capture_id = (d.subject ->> 'capture_id')::uuid AND run.market = d.subject ->> 'market') AS record_id,
    (d.subject ->> 'capture_id')::uuid AS capture_id, (d.subject ->> 'ordinal')::integer AS ordinal,
    d.subject ->> 'field' AS field, told.found::jsonb -> (d.subject ->> 'field') AS read,
    CASE WHEN d.verdict = 'rejected' THEN 'null' ELSE d.value -> (d.subject ->> 'field') END AS value,
    d.verdict, d.decision_id
FROM derived.current_part current
JOIN derived.decision_state told USING (part_id)
JOIN decision d ON d.decision_id = told.decision_id AND d.kind = 'field'
WHERE told.state <> 'without_ground'
  AND CASE
      WHEN d.verdict = 'rejected' THEN told.found::jsonb -> (d.subject ->> 'field') = d.value -> (d.subject ->> 'field')
      ELSE told.found::jsonb -> (d.subject ->> 'field') <> d.value -> (d.subject ->> 'field')
  END;

COMMENT ON COLUMN research.corrected_field.market IS 'Code of the market.';
COMMENT ON COLUMN research.corrected_field.record IS 'Kind of the record: listing, vendor or review.';
COMMENT ON COLUMN research.corrected_field.record_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
COMMENT ON COLUMN research.corrected_field.capture_id IS 'The page that states the record (capture).';
COMMENT ON COLUMN research.corrected_field.ordinal IS 'Place of the record among those of the page, from 0.';
COMMENT ON COLUMN research.corrected_field.field IS
    'The column that the field fills; a long text by its name, a list by the table of its rows.';
COMMENT ON COLUMN research.corrected_field.read IS 'What the parser read, as JSON: null is nothing.';
COMMENT ON COLUMN research.corrected_field.value IS 'What is taken instead, as JSON: null is nothing.';
