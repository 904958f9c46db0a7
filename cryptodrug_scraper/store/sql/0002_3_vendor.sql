-- Vendors: as captured, the numbers about them, and as of a day.

CREATE VIEW research.vendor_snapshot AS
SELECT
    o.vendor_observation_id, o.captured_at, o.parse_run_id, o.capture_id, o.market, o.time_precision,
    o.parser_version, o.vendor, o.seen_on, o.sales_count, o.sales_since, o.sales_is_exact, o.rating_mean,
    o.rating_scale, o.rating_count, o.positive_share_pct, o.level, o.trust_level, o.experience, o.is_trusted,
    o.may_finalize_early, o.member_since, o.last_active_on, o.is_banned, o.is_on_vacation,
    profile.body AS profile, terms.body AS terms, pgp_key.body AS pgp_key, o.pgp_fingerprint, o.dispute_count,
    o.order_count, o.empty_fields
FROM vendor_observation o
LEFT JOIN text profile ON profile.sha256 = o.profile_sha256
LEFT JOIN text terms ON terms.sha256 = o.terms_sha256
LEFT JOIN text pgp_key ON pgp_key.sha256 = o.pgp_key_sha256
WHERE NOT o.is_repeat
  AND o.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON VIEW research.vendor_snapshot IS
    'One row per vendor and capture that states it (market, vendor, capture_id), from the newest reading of the capture. Where a page states a vendor more than once, the vendor''s own page comes before a listing''s, and that before a card.';

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

COMMENT ON TYPE research.vendor_state IS
    'A vendor as last stated in a stretch of days: the columns of vendor_snapshot, and when it was seen.';

CREATE FUNCTION research.vendors_between(first_day date, last_day date)
RETURNS SETOF research.vendor_state
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        s.vendor_observation_id, s.captured_at, s.parse_run_id, s.capture_id, s.market, s.time_precision,
        s.parser_version, s.vendor, s.seen_on, s.sales_count, s.sales_since, s.sales_is_exact, s.rating_mean,
        s.rating_scale, s.rating_count, s.positive_share_pct, s.level, s.trust_level, s.experience,
        s.is_trusted, s.may_finalize_early, s.member_since, s.last_active_on, s.is_banned, s.is_on_vacation,
        s.profile, s.terms, s.pgp_key, s.pgp_fingerprint, s.dispute_count, s.order_count, s.empty_fields,
        newest.first_seen_at, newest.last_seen_at, newest.capture_count
    FROM (
        SELECT DISTINCT ON (market, vendor)
            vendor_observation_id, captured_at,
            min(captured_at) OVER same AS first_seen_at,
            max(captured_at) OVER same AS last_seen_at,
            count(*) OVER same AS capture_count
        FROM research.vendor_snapshot
        WHERE captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
          AND captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC'
        WINDOW same AS (PARTITION BY market, vendor)
        ORDER BY market, vendor, (seen_on = 'page') DESC, (seen_on = 'listing') DESC, captured_at DESC, vendor_observation_id
    ) newest
    JOIN research.vendor_snapshot s ON s.vendor_observation_id = newest.vendor_observation_id AND s.captured_at = newest.captured_at
    WHERE s.captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
      AND s.captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC';
END;

COMMENT ON FUNCTION research.vendors_between(date, date) IS
    'One row per vendor seen on the UTC days from first_day to last_day, both included: its newest own page, or else its newest mention on a listing''s page, or else on a card, with when it was first and last seen in these days in any way, and on how many captures. Captures of unknown time are left out.';

CREATE FUNCTION research.vendors_as_of(day date)
RETURNS SETOF research.vendor_state
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT * FROM research.vendors_between('-infinity'::date, day);
END;

COMMENT ON FUNCTION research.vendors_as_of(date) IS
    'One row per vendor seen at or before the end of the UTC day: its newest own page, or else its newest mention on a listing''s page, or else on a card. last_seen_at tells how old that is; whether a vendor was still there is for the reader to judge. Captures of unknown time are left out.';

CREATE VIEW research.vendor_counter AS
SELECT
    o.vendor_observation_id, o.capture_id, o.captured_at, o.market, o.vendor, o.counter, o.window_or_band,
    o.value, o.is_exact, o.since
FROM vendor_counter o
WHERE NOT o.is_repeat
  AND o.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON VIEW research.vendor_counter IS
    'One row per vendor, capture, counter and window or band (market, vendor, capture_id, counter, window_or_band), from the newest reading of the capture.';
