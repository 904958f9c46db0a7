-- Accounts of several countries, of which one is the country: one row per market and set of countries. low and
-- high are the interval of what happened here (count_here).
-- :country: the country, ISO 3166-1 alpha-2.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :places_of: markets.
-- :places_read: of each, which part of its listings it was read of what they state of places (places_read).

WITH placed (market, reached) AS (
  SELECT * FROM unnest(CAST(:places_of AS text[]), CAST(:places_read AS double precision[]))
), counted AS (
  SELECT o.market, array_to_string(o.origin_codes, ' + ') AS origins, count(*) AS vendor_count,
         count(*) FILTER (WHERE o.is_simultaneous) AS simultaneous,
         count(*) FILTER (WHERE NOT o.is_simultaneous) AS sequential,
         sum(count(*)) OVER (PARTITION BY o.market)::bigint AS total
  FROM research.multi_origin(:country, :first_day, :last_day) o
  GROUP BY o.market, o.origin_codes
)
SELECT c.*, h.share, h.low, h.high, p.reached,
       research.window_grade(c.market, :first_day, :last_day) AS grade
FROM counted c
LEFT JOIN placed p USING (market)
CROSS JOIN LATERAL research.count_here(c.vendor_count, c.total, p.reached) h
ORDER BY c.market, c.vendor_count DESC, c.origins
