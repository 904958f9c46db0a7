-- A listing as last stated up to a day: the columns of listing_state, and how old that is.

-- Columns as in research.listing_state.
CREATE TYPE research.listing_on_day AS (
    listing_observation_id uuid, captured_at timestamptz, parse_run_id uuid, capture_id uuid, market text,
    time_precision text, parser_version text, listing_id text, seen_on text, {columns of listing},
    empty_fields text[], {columns of facts}, first_seen_at timestamptz, last_seen_at timestamptz,
    capture_count bigint, drug_class_source text, age_days integer
);

COMMENT ON COLUMN research.listing_on_day.age_days IS
    'Days from the UTC day of captured_at, the capture that the row rests on, to the day asked for. NULL: that is no one day (infinity).';
