-- One row per market, UTC month with a snapshot, account and measure (vendors, listings, transactions, turnover_eur):
-- how much it has, and how much of that is the country's. Summed over accounts these are value and total of
-- country_share; with the best grade of the month's snapshots.

-- A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.
CREATE FUNCTION research.country_part(country text, definition text, attribution text, first_day date, last_day date)
RETURNS TABLE (
  market text, month date, vendor text, measure text, part double precision, whole double precision, grade text
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH graded AS (  -- the best snapshot of the month
    SELECT s.market, date_trunc('month', s.first_at AT TIME ZONE 'UTC')::date AS month,
           (array_agg(s.grade ORDER BY array_position(ARRAY['complete', 'usable', 'partial'], s.grade)))[1] AS grade
    FROM research.snapshot s GROUP BY 1, 2
  ),
  listing AS (
    SELECT l.market, l.month, l.vendor, l.listing_id,
           CASE WHEN $2 = 'D1' THEN l.last_codes ELSE l.ever_codes END AS codes
    FROM research.listing_month l
    WHERE research.is_place($1) AND research.check_choices($2, $3) AND l.month BETWEEN date_trunc('month', $4) AND $5
      AND ($2 <> 'D1' OR l.is_last)
  ),
  code AS (
    SELECT l.market, l.month, l.vendor, c.code, count(DISTINCT l.listing_id) AS listings
    FROM listing l CROSS JOIN LATERAL unnest(l.codes) AS c(code) GROUP BY 1, 2, 3, 4
  ),
  member AS (
    SELECT c.market, c.month, c.vendor,
           CASE $2 WHEN 'D3' THEN coalesce(max(c.listings) FILTER (WHERE c.code = upper($1)) = max(c.listings), false)
                   WHEN 'D4' THEN bool_and(c.code = upper($1)) ELSE bool_or(c.code = upper($1)) END AS is_member
    FROM code c GROUP BY 1, 2, 3
  ),
  seller AS (
    SELECT l.market, l.month, l.vendor, count(*)::double precision AS listings,
           count(*) FILTER (
             WHERE upper($1) = ANY (l.codes) AND ($2 <> 'D4' OR cardinality(l.codes) = 1))::double precision AS theirs
    FROM listing l GROUP BY 1, 2, 3
  ),
  sold AS (
    SELECT o.market, o.month, o.vendor, f.measure,
           sum(f.amount * CASE WHEN $3 = 'A1' THEN coalesce(o.code = upper($1), false)::int ELSE coalesce(w.weight, 0) END)
             AS part,
           sum(f.amount) AS whole
    FROM research.origin_month o
    LEFT JOIN research.vendor_weight($1, $2, $3, $4, $5) w USING (market, vendor)
    CROSS JOIN LATERAL (VALUES ('transactions', o.transactions), ('turnover_eur', o.turnover_eur)) AS f(measure, amount)
    WHERE o.month BETWEEN date_trunc('month', $4) AND $5
      AND EXISTS (SELECT FROM seller s WHERE s.market = o.market AND s.month = o.month)
    GROUP BY 1, 2, 3, 4
  ),
  found AS (
    SELECT s.market, s.month, s.vendor, 'vendors' AS measure, coalesce(m.is_member, false)::int::double precision AS part,
           1::double precision AS whole
    FROM seller s LEFT JOIN member m USING (market, month, vendor)
    UNION ALL SELECT s.market, s.month, s.vendor, 'listings', s.theirs, s.listings FROM seller s
    UNION ALL SELECT s.market, s.month, s.vendor, s.measure, s.part, s.whole FROM sold s
  )
  SELECT f.market, f.month, f.vendor, f.measure, f.part, f.whole, g.grade FROM found f JOIN graded g USING (market, month)
$$;
