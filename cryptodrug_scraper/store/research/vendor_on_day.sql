-- A vendor as last stated up to a day: the columns of vendor_state, and how old that is.

-- Columns as in research.vendor_state.
CREATE TYPE research.vendor_on_day AS (
    vendor_observation_id uuid, captured_at timestamptz, parse_run_id uuid, capture_id uuid, market text,
    time_precision text, parser_version text, {columns of vendor}, empty_fields text[],
    first_seen_at timestamptz, last_seen_at timestamptz, capture_count bigint, age_days integer
);

COMMENT ON COLUMN research.vendor_on_day.age_days IS
    'Days from the UTC day of captured_at, the capture that the row rests on, to the day asked for. NULL: that is no one day (infinity).';
