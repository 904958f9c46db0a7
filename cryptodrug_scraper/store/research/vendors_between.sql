-- One row per vendor seen on the UTC days from first_day to last_day, both included: its newest own page, or else its
-- newest mention on a listing's page, or else on a card, with when it was first and last seen in these days in any
-- way, and on how many captures. Captures of unknown time are left out. Times are those that sources
-- state, which capture_time may doubt.

-- The newest of each thing is looked up by its reading, one after the other. As a join the planner might compare each
-- row of a window with each other, since it takes reading and time, which go together, for two conditions: so it did
-- where the readings of all months had statistics. OFFSET keeps the lookup; the window is said in it again, so that only
-- its months are looked into. Of a page with thousands of cards, those of others are passed by before identifiers are made.
CREATE FUNCTION research.vendors_between(first_day date, last_day date)
RETURNS SETOF research.vendor_state
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        s.*,
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
