-- A listing as last stated in a stretch of days: the columns of listing_snapshot, and when it was seen.

-- Columns as in research.listing_snapshot.
CREATE TYPE research.listing_state AS (
    listing_observation_id uuid, captured_at timestamptz, parse_run_id uuid, capture_id uuid, market text,
    time_precision text, parser_version text, listing_id text, seen_on text, {columns of listing},
    empty_fields text[], {columns of facts}, first_seen_at timestamptz, last_seen_at timestamptz,
    capture_count bigint, drug_class_source text
);

COMMENT ON COLUMN research.listing_state.first_seen_at IS 'When it was first seen in these days, in any way (UTC).';
COMMENT ON COLUMN research.listing_state.last_seen_at IS 'When it was last seen in these days, in any way (UTC).';
COMMENT ON COLUMN research.listing_state.capture_count IS 'On how many captures of these days it was seen.';
