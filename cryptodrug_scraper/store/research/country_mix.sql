-- One row per market, measure, level (drug_class or substance) and goods: how much of the country's is of it, the
-- share of it among the country's drugs and among all of the market's, and the location quotient, that is the one over
-- the other, with 95 % intervals over vendors.

-- A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.
CREATE FUNCTION research.country_mix(country text, definition text, attribution text, first_day date, last_day date)
RETURNS TABLE (
  market text, measure text, level text, goods text, value double precision, share double precision,
  share_low double precision, share_high double precision, all_share double precision, quotient double precision,
  quotient_low double precision, quotient_high double precision, vendor_count bigint, all_share_low double precision,
  all_share_high double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH sold AS MATERIALIZED (SELECT g.* FROM research.country_goods($1, $2, $3, $4, $5) g),
  seller AS (SELECT s.market, s.measure, s.vendor, sum(s.part) AS part, sum(s.whole) AS whole FROM sold s GROUP BY 1, 2, 3),
  kind AS (
    SELECT s.market, s.measure, s.vendor, f.level, f.goods, sum(s.part) AS part, sum(s.whole) AS whole
    FROM sold s CROSS JOIN LATERAL (VALUES ('drug_class', s.drug_class), ('substance', s.substance)) AS f(level, goods)
    WHERE f.goods IS NOT NULL GROUP BY 1, 2, 3, 4, 5
  ),
  cell AS (
    SELECT v.market, v.measure, v.vendor, k.level, k.goods, v.part AS all_part, v.whole AS all_whole,
           coalesce(h.part, 0) AS part, coalesce(h.whole, 0) AS whole
    FROM (SELECT DISTINCT market, measure, level, goods FROM kind) k
    JOIN seller v USING (market, measure)
    LEFT JOIN kind h USING (market, measure, level, goods, vendor)
  ),
  found AS (
    SELECT c.market, c.measure, c.level, c.goods, sum(c.part) AS value,
           research.cluster_share(array_agg(c.whole ORDER BY c.vendor), array_agg(c.all_whole ORDER BY c.vendor)) AS every,
           research.cluster_share(array_agg(c.part ORDER BY c.vendor), array_agg(c.all_part ORDER BY c.vendor)) AS share,
           research.cluster_quotient(
             array_agg(c.part ORDER BY c.vendor), array_agg(c.all_part ORDER BY c.vendor),
             array_agg(c.whole ORDER BY c.vendor), array_agg(c.all_whole ORDER BY c.vendor)) AS quotient,
           count(*) FILTER (WHERE c.part > 0) AS vendor_count
    FROM cell c GROUP BY 1, 2, 3, 4
  )
  SELECT f.market, f.measure, f.level, f.goods, f.value, (f.share).share, (f.share).low, (f.share).high,
         (f.every).share, (f.quotient).quotient, (f.quotient).low, (f.quotient).high, f.vendor_count, (f.every).low,
         (f.every).high
  FROM found f ORDER BY 1, 2, 3, f.value DESC, 4
$$;
