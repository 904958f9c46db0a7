-- One row per market and account that names a country in the window: 1 for the country's vendors by the definition, 0
-- for others; with A3 one part in as many as it has countries. What country_share takes for A2 and A3.

-- A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.
CREATE FUNCTION research.vendor_weight(country text, definition text, attribution text, first_day date, last_day date)
RETURNS TABLE (market text, vendor text, weight double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH listing AS (
    SELECT l.*, max(l.month) FILTER (WHERE l.is_last) OVER (PARTITION BY l.market) AS last_month
    FROM research.listing_month l
    WHERE research.is_place($1) AND research.check_choices($2, $3) AND l.month BETWEEN date_trunc('month', $4) AND $5
  ),
  code AS (
    SELECT l.market, l.vendor, c.code, count(DISTINCT l.listing_id) AS listings
    FROM listing l
    CROSS JOIN LATERAL unnest(CASE WHEN $2 = 'D1' AND $3 <> 'A3' THEN l.last_codes ELSE l.ever_codes END) AS c(code)
    WHERE $2 <> 'D1' OR $3 = 'A3' OR (l.is_last AND l.month = l.last_month)
    GROUP BY 1, 2, 3
  )
  SELECT c.market, c.vendor,
         CASE WHEN $3 = 'A3' THEN bool_or(c.code = upper($1))::int::double precision / count(*)
              WHEN $2 = 'D3'
                THEN coalesce(max(c.listings) FILTER (WHERE c.code = upper($1)) = max(c.listings), false)::int
              WHEN $2 = 'D4' THEN bool_and(c.code = upper($1))::int
              ELSE bool_or(c.code = upper($1))::int END
  FROM code c GROUP BY 1, 2
$$;
