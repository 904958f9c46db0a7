-- Months: how much there is, and who ships from where.

CREATE VIEW research.snapshot_month AS
WITH capture_month AS (
    SELECT o.market, date_trunc('month', o.captured_at, 'UTC') AS month, count(*) AS capture_count
    FROM parse_run o
    WHERE o.market IS NOT NULL
      AND o.captured_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
    GROUP BY 1, 2
), listing_month AS (
    SELECT market, date_trunc('month', captured_at, 'UTC') AS month, count(DISTINCT listing_id) AS listing_count
    FROM research.listing_snapshot
    GROUP BY 1, 2
), vendor_month AS (
    SELECT market, date_trunc('month', captured_at, 'UTC') AS month, count(DISTINCT vendor) AS vendor_count
    FROM research.vendor_snapshot
    GROUP BY 1, 2
)
SELECT
    market,
    (month AT TIME ZONE 'UTC')::date AS month,
    coalesce(listing_count, 0) AS listing_count,
    coalesce(vendor_count, 0) AS vendor_count,
    capture_count
FROM capture_month
LEFT JOIN listing_month USING (market, month)
LEFT JOIN vendor_month USING (market, month);

COMMENT ON VIEW research.snapshot_month IS
    'One row per market and UTC month with captures: how many distinct listings and vendors they state in any way. A month without captures has no row. Captures of unknown time are left out.';

CREATE FUNCTION research.origin_vendor(origin text, first_day date, last_day date)
RETURNS TABLE (
    market text, month date, vendor text, listing_count bigint, listing_with_origin_count bigint, origins text[]
)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        o.market,
        (date_trunc('month', o.captured_at, 'UTC') AT TIME ZONE 'UTC')::date,
        o.vendor,
        count(DISTINCT o.listing_id) FILTER (WHERE o.code = origin),
        count(DISTINCT o.listing_id),
        array_agg(DISTINCT o.code ORDER BY o.code) FILTER (WHERE o.code IS NOT NULL)
    FROM research.listing_origin o
    WHERE o.captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
      AND o.captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC'
      AND o.vendor IS NOT NULL
    GROUP BY 1, 2, 3
    HAVING bool_or(o.code = origin);
END;

COMMENT ON FUNCTION research.origin_vendor(text, date, date) IS
    'One row per market, UTC month and vendor with at least one listing, captured in that month and in the days from first_day to last_day, whose set of origins contains the code: how many such listings, how many that state any origin, and all the codes they name. This is definition D2 (ever in the month) of a vendor''s origin.';

CREATE FUNCTION research.belgian_vendor(
    first_day date DEFAULT '-infinity'::date, last_day date DEFAULT 'infinity'::date
)
RETURNS TABLE (
    market text, month date, vendor text, listing_count bigint, listing_with_origin_count bigint, origins text[]
)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT * FROM research.origin_vendor('BE', first_day, last_day);
END;

COMMENT ON FUNCTION research.belgian_vendor(date, date) IS
    'One row per market, UTC month and vendor with at least one listing whose set of origins contains BE: see origin_vendor.';
