CREATE FUNCTION pg_temp.exchange(name text, new text, old text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE replace(pg_get_functiondef(('research.' || name)::regproc), new, old);
END
$$;

SELECT pg_temp.exchange(name, 'WHERE research.is_place($1) AND ', 'WHERE ')
FROM (VALUES ('vendor_weight'), ('country_part'), ('attributed_sale'), ('country_goods'), ('destination'), ('multi_origin'))
    AS of_country (name);
SELECT pg_temp.exchange('country_share', E'  PERFORM research.is_place(country_share.country);\n', '');

DROP FUNCTION pg_temp.exchange(text, text, text);

CREATE OR REPLACE FUNCTION research.origin_vendor(origin text, first_day date, last_day date)
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

DROP FUNCTION research.is_place(text);
