-- One row per market, UTC month and vendor with at least one listing whose set of origins contains BE: see
-- origin_vendor. It counts what pages state; for shares and their intervals use country_share, for a vendor's origins
-- over time origin_history.

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
