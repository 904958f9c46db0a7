-- One row per listing seen at or before the end of the UTC day: its newest own page, or else its newest card. age_days
-- tells how old the capture is that the row rests on, last_seen_at when the listing was last seen in any way; whether
-- it was still there is for the reader to judge. A market has no row on a day on which it cannot have been open
-- (market_life). Captures of unknown time are left out. A listing that has long gone still has a row, and its origin
-- is that of its newest own page, also where later cards say that it has moved. For what was live on the day, with its
-- origins at that time, use listings_on. Times are those that sources state, which capture_time may doubt.

CREATE FUNCTION research.listings_as_of(day date)
RETURNS SETOF research.listing_on_day
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        s.*,
        CASE WHEN isfinite(day) THEN day - (s.captured_at AT TIME ZONE 'UTC')::date END
    FROM research.listings_between('-infinity'::date, day) s
    LEFT JOIN research.market_life life USING (market)
    WHERE day >= coalesce(life.first_on, '-infinity'::date)
      AND day <= coalesce(life.last_on, 'infinity'::date);
END;
