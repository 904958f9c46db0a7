-- How far the country's accounts send: one row per market, and one for all of them, and reach. Who states no place is
-- no part of how far is sent, as in the finding of it. low and high are the interval of
-- what happened here (count_here).
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :places_of: markets.
-- :places_read: of each, which part of its listings it was read of what they state of places (places_read).

WITH placed (market, reached) AS (
  SELECT * FROM unnest(CAST(:places_of AS text[]), CAST(:places_read AS double precision[]))
), reach AS (
  SELECT * FROM research.country_reach(:country, :definition, :first_day, :last_day)
), kind AS (
  SELECT r.market, k.reach, k.is_so
  FROM reach r CROSS JOIN LATERAL (VALUES
    ('world', r.is_world, r.is_stated), ('europe', r.is_europe, r.is_stated),
    ('world_or_europe', r.is_world OR r.is_europe, r.is_stated), ('home_only', r.named = ARRAY[:country], r.is_stated),
    ('excludes_any', r.excluded IS NOT NULL, true), ('unstated', NOT r.is_stated, true)) AS k (reach, is_so, is_counted)
  WHERE k.is_counted
), counted AS (
  SELECT coalesce(market, 'all') AS market, reach, count(*) FILTER (WHERE is_so) AS vendor_count, count(*) AS total
  FROM kind GROUP BY GROUPING SETS ((market, reach), (reach))
), read AS (
  SELECT coalesce(r.market, 'all') AS market, avg(p.reached) AS reached
  FROM reach r LEFT JOIN placed p USING (market)
  GROUP BY GROUPING SETS ((r.market), ())
)
SELECT c.market, c.reach, c.vendor_count, c.total, h.share, h.low, h.high, p.reached,
       research.window_grade(nullif(c.market, 'all'), :first_day, :last_day) AS grade
FROM counted c
LEFT JOIN read p USING (market)
CROSS JOIN LATERAL research.count_here(c.vendor_count, c.total, p.reached) h
ORDER BY c.market, c.reach
