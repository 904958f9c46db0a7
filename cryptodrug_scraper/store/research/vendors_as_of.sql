-- One row per vendor seen at or before the end of the UTC day: its newest own page, or else its newest mention on a
-- listing's page, or else on a card. age_days tells how old the capture is that the row rests on, last_seen_at when
-- the vendor was last seen in any way; whether it was still there is for the reader to judge. A market has no row on a
-- day on which it cannot have been open (market_life). Captures of unknown time are left out. A vendor that has long
-- gone still has a row. For those who were there on the day use vendors_on.

CREATE FUNCTION research.vendors_as_of(day date)
RETURNS SETOF research.vendor_on_day
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        s.vendor_observation_id, s.captured_at, s.parse_run_id, s.capture_id, s.market, s.time_precision,
        s.parser_version, s.vendor, s.seen_on, s.sales_count, s.sales_since, s.sales_is_exact, s.rating_mean,
        s.rating_scale, s.rating_count, s.positive_share_pct, s.level, s.trust_level, s.experience,
        s.is_trusted, s.may_finalize_early, s.member_since, s.last_active_on, s.is_banned, s.is_on_vacation,
        s.profile, s.terms, s.pgp_key, s.pgp_fingerprint, s.dispute_count, s.order_count, s.empty_fields,
        s.first_seen_at, s.last_seen_at, s.capture_count,
        CASE WHEN isfinite(day) THEN day - (s.captured_at AT TIME ZONE 'UTC')::date END
    FROM research.vendors_between('-infinity'::date, day) s
    LEFT JOIN research.market_life life USING (market)
    WHERE day >= coalesce(life.first_on, '-infinity'::date)
      AND day <= coalesce(life.last_on, 'infinity'::date);
END;
