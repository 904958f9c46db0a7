-- How much more there is of the country each month, by least squares over months that have a snapshot that is not
-- partial. n: months. The interval is that of the months about the line, and at least that of chance in how much they
-- have: an account is there by chance, with all that it has (a compound Poisson count).
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :of: the measure of country_part.

WITH part AS (
  SELECT p.vendor, p.month, p.part
  FROM research.country_part(:country, :definition, :attribution, :first_day, :last_day) p
  WHERE p.market = :market AND p.measure = :of AND p.grade <> 'partial'
), point AS (
  SELECT p.month, sum(p.part) AS value, sum(p.part ^ 2) AS chance,
         extract(year FROM p.month) * 12 + extract(month FROM p.month) AS number
  FROM part p GROUP BY p.month
), found AS (
  SELECT research.trend(
           array_agg(o.number ORDER BY o.month), array_agg(o.value ORDER BY o.month),
           array_agg(o.chance ORDER BY o.month)) AS line,
         jsonb_agg(jsonb_build_object('month', to_char(o.month, 'YYYY-MM'), 'value', round(o.value::numeric))
                   ORDER BY o.month) AS points
  FROM point o
)
SELECT (f.line).slope AS value, (f.line).low, (f.line).high, (f.line).points AS n,
       (SELECT count(DISTINCT p.vendor) FROM part p WHERE p.part > 0) AS vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN f.points IS NOT NULL THEN jsonb_build_object('points', f.points) END AS details
FROM found f
