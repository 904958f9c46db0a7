-- One row per listing, capture and destination (market, listing_id, capture_id, code). An exclusion in the field or in
-- the free text wins over an inclusion of the same place (relation). A field that names no known place is one row
-- without a code. A listing that states none has no row.

CREATE VIEW research.listing_destination AS
SELECT
    row_id(o.parse_run_id, 1, o.ordinal) AS listing_observation_id, run.capture_id, o.captured_at, run.market,
    o.listing_id, o.vendor, place.code, place.kind, place.raw, place.relation, place.source, place.text_field,
    place.span
FROM listing_observation o
JOIN parse_run run
    ON run.parse_run_id = o.parse_run_id
    AND {run.captured_at = o.captured_at | run.captured_at IS NULL AND o.captured_at IS NULL}
CROSS JOIN LATERAL (
    SELECT
        named.code, o.ships_to_kind AS kind, o.ships_to_raw AS raw, 'include' AS relation, 'field' AS source,
        NULL AS text_field, NULL AS span
    FROM (
        SELECT DISTINCT said.code
        FROM unnest(o.destination_codes) AS said (code)
        WHERE said.code <> ALL (o.destination_excluded)
    ) named
    UNION ALL
    SELECT NULL, o.ships_to_kind, o.ships_to_raw, 'include', 'field', NULL, NULL
    WHERE o.destination_codes = '{}' AND o.destination_excluded = '{}'
) place
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND o.destination_codes IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
UNION ALL
SELECT
    row_id(o.parse_run_id, 1, o.ordinal), run.capture_id, o.captured_at, run.market, o.listing_id, o.vendor, out.code,
    CASE out.source WHEN 'field' THEN o.ships_to_kind END, CASE out.source WHEN 'field' THEN o.ships_to_raw END,
    'exclude', out.source, out.text_field, out.span
FROM listing_exclusion out
JOIN listing_observation o
    ON o.parse_run_id = out.parse_run_id
    AND o.ordinal = out.listing_ordinal
    AND {o.captured_at = out.captured_at | o.captured_at IS NULL AND out.captured_at IS NULL}
JOIN parse_run run
    ON run.parse_run_id = o.parse_run_id
    AND {run.captured_at = o.captured_at | run.captured_at IS NULL AND o.captured_at IS NULL}
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
  AND NOT EXISTS (
    SELECT FROM listing_exclusion before
    WHERE before.parse_run_id = out.parse_run_id
      AND {before.captured_at = out.captured_at | before.captured_at IS NULL AND out.captured_at IS NULL}
      AND before.listing_ordinal = out.listing_ordinal
      AND before.code = out.code
      AND before.ordinal < out.ordinal);

COMMENT ON COLUMN research.listing_destination.listing_observation_id IS
    'The statement of the listing (listing_observation).';
COMMENT ON COLUMN research.listing_destination.code IS
    'ISO 3166-1 alpha-2 code, or a region: EU, EUROPE, ASIA, WORLD … NULL: the field names no place that is known (see raw).';
COMMENT ON COLUMN research.listing_destination.kind IS
    'What the whole field is: country, multi, region, world, digital or unknown. NULL: from the text.';
COMMENT ON COLUMN research.listing_destination.raw IS 'The field as printed. NULL: from the text.';
COMMENT ON COLUMN research.listing_destination.relation IS 'include, or exclude (never shipped there, or from there).';
COMMENT ON COLUMN research.listing_destination.source IS
    'field (ships from, ships to) or text (the vendor''s own words).';
COMMENT ON COLUMN research.listing_destination.text_field IS
    'Field whose text says so: title, description, terms, refund_policy. NULL: from a field.';
COMMENT ON COLUMN research.listing_destination.span IS 'The words of the text that say so. NULL: from a field.';
