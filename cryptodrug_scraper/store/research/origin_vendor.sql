-- One row per market, UTC month and vendor with at least one listing, captured in that month and in the days from
-- first_day to last_day, whose set of origins contains the code: how many such listings, how many that state any
-- origin, and all the codes they name. This is definition D2 (ever in the month) of a vendor's origin. It counts what
-- pages state, as printed: cards that state no origin, renamed accounts and months that were looked at in part count
-- as they are. For shares and their intervals use country_share, for a vendor's origins over time origin_history,
-- which carry, merge and grade.

CREATE FUNCTION research.origin_vendor(
    origin text, first_day date DEFAULT '-infinity'::date, last_day date DEFAULT 'infinity'::date
)
RETURNS TABLE (
    market text, month date, vendor text, listing_count bigint, listing_with_origin_count bigint, origins text[]
)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        o.market,
        (date_trunc('month', o.captured_at, 'UTC') AT TIME ZONE 'UTC')::date,
        o.vendor,
        count(DISTINCT o.listing_id) FILTER (WHERE o.code = upper(origin)),
        count(DISTINCT o.listing_id),
        array_agg(DISTINCT o.code ORDER BY o.code) FILTER (WHERE o.code IS NOT NULL)
    FROM research.listing_origin o
    WHERE research.is_place(origin)
      AND o.captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
      AND o.captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC'
      AND o.vendor IS NOT NULL
    GROUP BY 1, 2, 3
    HAVING bool_or(o.code = upper(origin));
END;
