-- A vendor as last stated in a stretch of days: the columns of vendor_snapshot, and when it was seen.

-- Columns as in research.vendor_snapshot.
CREATE TYPE research.vendor_state AS (
    vendor_observation_id uuid, captured_at timestamptz, parse_run_id uuid, capture_id uuid, market text,
    time_precision text, parser_version text, vendor text, seen_on text, sales_count bigint, sales_since date,
    sales_is_exact boolean, rating_mean numeric, rating_scale bigint, rating_count bigint,
    positive_share_pct numeric, level bigint, trust_level bigint, experience bigint, is_trusted boolean,
    may_finalize_early boolean, member_since date, last_active_on date, is_banned boolean,
    is_on_vacation boolean, profile text, terms text, pgp_key text, pgp_fingerprint text, dispute_count bigint,
    order_count bigint, empty_fields text[], first_seen_at timestamptz, last_seen_at timestamptz,
    capture_count bigint
);

COMMENT ON COLUMN research.vendor_state.first_seen_at IS 'When it was first seen in these days, in any way (UTC).';
COMMENT ON COLUMN research.vendor_state.last_seen_at IS 'When it was last seen in these days, in any way (UTC).';
COMMENT ON COLUMN research.vendor_state.capture_count IS 'On how many captures of these days it was seen.';
