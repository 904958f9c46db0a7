-- The country's share of all months together that have a snapshot that is not partial. Months count by their size,
-- and vendors once in each. n: accounts of the market.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :of: the measure of country_part.

WITH part AS (
  SELECT p.vendor, sum(p.part) AS part, sum(p.whole) AS whole, sqrt(sum(p.error ^ 2)) AS error, sum(p.guess) AS guess,
         sum(p.whole * coalesce(p.reached, 0)) AS reached, array_agg(p.month) AS months
  FROM research.country_part(:country, :definition, :attribution, :first_day, :last_day) p
  WHERE p.market = :market AND p.measure = :of AND p.grade <> 'partial'
  GROUP BY p.vendor
), found AS (
  SELECT research.share_here(
           array_agg(p.part ORDER BY p.vendor), array_agg(p.whole ORDER BY p.vendor),
           array_agg(p.error ORDER BY p.vendor), array_agg(p.guess ORDER BY p.vendor),
           sum(p.reached) / nullif(sum(p.whole), 0)) AS share,
         count(*) FILTER (WHERE p.whole > 0) AS n, count(*) FILTER (WHERE p.part > 0) AS vendors,
         (SELECT count(DISTINCT m.month) FROM part x CROSS JOIN LATERAL unnest(x.months) AS m(month)) AS months
  FROM part p
)
SELECT (f.share).share AS value, (f.share).low, (f.share).high, f.n, f.vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       jsonb_build_object('months', f.months) AS details
FROM found f
