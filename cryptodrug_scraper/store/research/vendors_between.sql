-- One row per vendor seen on the UTC days from first_day to last_day, both included: its newest own page, or else its
-- newest mention on a listing's page, or else on a card, with when it was first and last seen in these days in any
-- way, and on how many captures. Captures of unknown time are left out.

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
            market, vendor, vendor_observation_id, parse_run_id, captured_at,
            min(captured_at) OVER same AS first_seen_at,
            max(captured_at) OVER same AS last_seen_at,
            count(*) OVER same AS capture_count
        FROM research.vendor_snapshot
        WHERE captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
          AND captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC'
        WINDOW same AS (PARTITION BY market, vendor)
        ORDER BY
            market, vendor, (seen_on = 'page') DESC, (seen_on = 'listing') DESC, captured_at DESC, vendor_observation_id
    ) newest
    CROSS JOIN LATERAL (
        SELECT *
        FROM research.vendor_snapshot
        WHERE parse_run_id = newest.parse_run_id
          AND captured_at = newest.captured_at
          AND vendor = newest.vendor
          AND vendor_observation_id = newest.vendor_observation_id
          AND captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
          AND captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC'
        OFFSET 0
    ) s;
END;
