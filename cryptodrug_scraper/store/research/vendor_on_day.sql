-- A vendor as last stated up to a day: the columns of vendor_state, and how old that is.

-- Columns as in research.vendor_state.
CREATE TYPE research.vendor_on_day AS (
    vendor_observation_id uuid, captured_at timestamptz, parse_run_id uuid, capture_id uuid, market text,
    time_precision text, parser_version text, vendor text, seen_on text, sales_count bigint, sales_since date,
    sales_is_exact boolean, rating_mean numeric, rating_scale bigint, rating_count bigint,
    positive_share_pct numeric, level bigint, trust_level bigint, experience bigint, is_trusted boolean,
    may_finalize_early boolean, member_since date, last_active_on date, is_banned boolean,
    is_on_vacation boolean, profile text, terms text, pgp_key text, pgp_fingerprint text, dispute_count bigint,
    order_count bigint, empty_fields text[], first_seen_at timestamptz, last_seen_at timestamptz,
    capture_count bigint, age_days integer
);

COMMENT ON COLUMN research.vendor_on_day.age_days IS
    'Days from the UTC day of captured_at, the capture that the row rests on, to the day asked for. NULL: that is no one day (infinity).';
