-- Which part of the vendors of each market is the country's in the window: one row per market.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :first_day: first day of the window.
-- :last_day: its last day.

WITH seller AS (
  SELECT DISTINCT market, vendor FROM research.listing_month
  WHERE month BETWEEN date_trunc('month', :first_day) AND :last_day
), looked AS (
  SELECT market, sum(p.whole * coalesce(p.reached, 0)) / sum(p.whole) AS reached
  FROM research.country_part(:country, :definition, 'A2', :first_day, :last_day) p
  WHERE p.measure = 'vendors' GROUP BY 1
), counted AS (
  SELECT s.market, count(*) FILTER (WHERE w.weight > 0) AS vendor_count, count(*) AS total,
         array_agg(coalesce(w.weight, 0) ORDER BY s.vendor) AS parts, array_agg(1 ORDER BY s.vendor) AS wholes,
         array_agg(CAST(0 AS double precision)) AS none
  FROM seller s
  LEFT JOIN research.vendor_weight(:country, :definition, 'A2', :first_day, :last_day) w USING (market, vendor)
  GROUP BY 1
)
SELECT market, vendor_count AS value, total, (found).share, (found).low, (found).high, vendor_count,
       research.window_grade(market, :first_day, :last_day) AS grade, reached
FROM counted LEFT JOIN looked USING (market)
CROSS JOIN LATERAL (
  SELECT research.share_here(
    parts::float8[], wholes::float8[], none, none, reached) AS found
) AS share
ORDER BY market
