-- A vendor as last stated in a stretch of days: the columns of vendor_snapshot, and when it was seen.

-- Columns as in research.vendor_snapshot.
CREATE TYPE research.vendor_state AS (
    vendor_observation_id uuid, captured_at timestamptz, parse_run_id uuid, capture_id uuid, market text,
    time_precision text, parser_version text, {columns of vendor}, empty_fields text[],
    first_seen_at timestamptz, last_seen_at timestamptz, capture_count bigint
);

COMMENT ON COLUMN research.vendor_state.first_seen_at IS 'When it was first seen in these days, in any way (UTC).';
COMMENT ON COLUMN research.vendor_state.last_seen_at IS 'When it was last seen in these days, in any way (UTC).';
COMMENT ON COLUMN research.vendor_state.capture_count IS 'On how many captures of these days it was seen.';
