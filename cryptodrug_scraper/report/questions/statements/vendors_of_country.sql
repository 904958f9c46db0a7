-- Which part of the vendors of each market is the country's in the window: one row per market.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :first_day: first day of the window.
-- :last_day: its last day.

WITH seller AS (
  SELECT DISTINCT market, vendor FROM research.listing_month
  WHERE month BETWEEN date_trunc('month', :first_day) AND :last_day
), counted AS (
  SELECT s.market, count(*) FILTER (WHERE w.weight > 0) AS vendor_count, count(*) AS total
  FROM seller s
  LEFT JOIN research.vendor_weight(:country, :definition, 'A2', :first_day, :last_day) w USING (market, vendor)
  GROUP BY 1
)
SELECT market, vendor_count AS value, total, (research.wilson(vendor_count, total)).*, vendor_count,
       research.window_grade(market, :first_day, :last_day) AS grade
FROM counted ORDER BY market
