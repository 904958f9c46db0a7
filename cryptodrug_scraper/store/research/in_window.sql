-- Whether a time, from begins to ends, and the days from first_day to last_day (UTC) have a moment in common. Without
-- ends it is a moment; a NULL day is no bound. A time that is not known has a moment in common with no bounded window.

-- CASE and not coalesce: where ends is written as NULL it is taken away, and a scan reads the months of the window only.
CREATE FUNCTION research.in_window(
    begins timestamp with time zone, ends timestamp with time zone, first_day date, last_day date
) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (last_day IS NULL OR begins < (last_day + 1)::timestamp AT TIME ZONE 'UTC')
   AND (first_day IS NULL OR CASE WHEN ends IS NULL THEN begins ELSE ends END >= first_day::timestamp AT TIME ZONE 'UTC');
