-- One row per market that had been looked at by the UTC day, and can have been open on it: the last snapshot that
-- began up to the day, whether it still went on that day, the next one, and whether the next one was due by then at
-- the usual interval. Pages from between two crawls are no snapshot here.

CREATE FUNCTION research.snapshots_around(day date)
RETURNS TABLE (market text, before_id text, before_at timestamptz, is_within boolean, after_id text, is_due boolean)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH looked AS (
        SELECT
            s.market, s.snapshot_id, s.first_at, s.last_at,
            (s.first_at AT TIME ZONE 'UTC')::date AS first_on,
            (s.last_at AT TIME ZONE 'UTC')::date AS last_on,
            extract(epoch FROM s.first_at - lag(s.first_at) OVER (PARTITION BY s.market ORDER BY s.first_at)) AS apart
        FROM research.snapshot s
        WHERE s.reason_code IS DISTINCT FROM 'completeness.strays'
    ), rhythm AS (
        SELECT l.market, percentile_cont(0.5) WITHIN GROUP (ORDER BY l.apart) AS seconds FROM looked l GROUP BY l.market
    ), before AS (
        SELECT DISTINCT ON (l.market) l.* FROM looked l WHERE l.first_on <= day ORDER BY l.market, l.first_at DESC
    ), after AS (
        SELECT DISTINCT ON (l.market) l.* FROM looked l WHERE l.first_on > day ORDER BY l.market, l.first_at
    )
    SELECT
        before.market, before.snapshot_id, before.first_at, before.last_on >= day, after.snapshot_id,
        ((before.last_at + make_interval(secs => coalesce(rhythm.seconds, 0)::double precision)) AT TIME ZONE 'UTC')::date < day
    FROM before
    LEFT JOIN after ON after.market = before.market
    JOIN rhythm ON rhythm.market = before.market
    LEFT JOIN research.market_life life ON life.market = before.market
    WHERE day >= coalesce(life.first_on, '-infinity'::date)
      AND day <= coalesce(life.last_on, 'infinity'::date);
END;
