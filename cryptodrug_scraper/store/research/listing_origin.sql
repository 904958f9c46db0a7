-- One row per listing, capture and origin (market, listing_id, capture_id, code). Two origins are two rows; what the
-- field rules out is not here. A field that names no known place is one row without a code. A listing that states none
-- has no row.

CREATE VIEW research.listing_origin AS
SELECT
    row_id(o.parse_run_id, 1, o.ordinal) AS listing_observation_id, run.capture_id, o.captured_at, run.market,
    o.listing_id, o.vendor, place.code, o.ships_from_kind AS kind, o.ships_from_raw AS raw
FROM listing_observation o
JOIN parse_run run
    ON run.parse_run_id = o.parse_run_id
    AND {run.captured_at = o.captured_at | run.captured_at IS NULL AND o.captured_at IS NULL}
CROSS JOIN LATERAL (
    SELECT DISTINCT named.code FROM unnest(o.origin_codes) AS named (code) WHERE named.code <> ALL (o.origin_excluded)
    UNION ALL
    SELECT NULL WHERE o.origin_codes = '{}' AND o.origin_excluded = '{}'
) place
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND o.origin_codes IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON COLUMN research.listing_origin.listing_observation_id IS
    'The statement of the listing (listing_observation).';
COMMENT ON COLUMN research.listing_origin.code IS
    'ISO 3166-1 alpha-2 code, or a region: EU, EUROPE, ASIA, WORLD … NULL: the field names no place that is known (see raw).';
COMMENT ON COLUMN research.listing_origin.kind IS
    'What the whole field is: country, multi, region, world, digital or unknown. NULL: from the text.';
COMMENT ON COLUMN research.listing_origin.raw IS 'The field as printed. NULL: from the text.';
