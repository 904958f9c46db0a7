-- One row per vendor seen at or before the end of the UTC day: its newest own page, or else its newest mention on a
-- listing's page, or else on a card. age_days tells how old the capture is that the row rests on, last_seen_at when
-- the vendor was last seen in any way; whether it was still there is for the reader to judge. A market has no row on a
-- day on which it cannot have been open (market_life). Captures of unknown time are left out. A vendor that has long
-- gone still has a row. For those who were there on the day use vendors_on. Times are those that
-- sources state, which capture_time may doubt.

CREATE FUNCTION research.vendors_as_of(day date)
RETURNS SETOF research.vendor_on_day
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        s.*,
        CASE WHEN isfinite(day) THEN day - (s.captured_at AT TIME ZONE 'UTC')::date END
    FROM research.vendors_between('-infinity'::date, day) s
    LEFT JOIN research.market_life life USING (market)
    WHERE day >= coalesce(life.first_on, '-infinity'::date)
      AND day <= coalesce(life.last_on, 'infinity'::date);
END;
