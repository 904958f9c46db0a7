-- Estimated sales: one row per vendor, month, country of origin and class of drug, with how much of them is the
-- country's, and how much they are.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

WITH graded AS (  -- the best snapshot of the month
  SELECT s.market, date_trunc('month', s.first_at AT TIME ZONE 'UTC')::date AS month,
         bool_or(s.grade <> 'partial') AS is_whole
  FROM research.snapshot s GROUP BY 1, 2
), paid AS (
  SELECT m.market, m.month, m.grade <> 'partial' AS is_whole FROM research.market_month m
  WHERE m.measure = 'turnover_eur'
), unknown AS (  -- what was sold in them cannot be known yet
  SELECT m.market, m.month FROM research.market_month m
  WHERE m.measure = 'transactions' AND m.reason_code IS NOT NULL
), listed AS MATERIALIZED (  -- asked once: of a month without listings all would be read again for each vendor
  SELECT DISTINCT l.market, l.month FROM research.listing_month l
)
SELECT o.market, o.vendor, o.month, coalesce(o.code, 'unknown') AS code,
       coalesce(o.drug_class, 'unknown') AS drug_class, coalesce(p.is_whole, g.is_whole, false) AS is_whole,
       CASE WHEN :attribution = 'A1' THEN coalesce(o.code = :country, false)::int ELSE coalesce(w.weight, 0) END
         AS part,
       o.month BETWEEN date_trunc('month', CAST(:first_day AS timestamp)) AND CAST(:last_day AS date) AS is_asked,
       EXISTS (SELECT FROM listed l WHERE l.market = o.market AND l.month = o.month)
         AND NOT EXISTS (SELECT FROM unknown u WHERE u.market = o.market AND u.month = o.month) AS is_counted,
       sum(o.transactions) AS number, sum(o.turnover_eur) AS worth
FROM research.origin_month o
LEFT JOIN graded g USING (market, month)
LEFT JOIN paid p USING (market, month)
LEFT JOIN research.vendor_weight(:country, :definition, :attribution, :first_day, :last_day) w USING (market, vendor)
WHERE o.transactions > 0 OR o.turnover_eur > 0
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
