-- Which countries the country's accounts rule out or name: one row per country. low and high are the
-- interval of what happened here (count_here).
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :places_of: markets.
-- :places_read: of each, which part of its listings it was read of what they state of places (places_read).

WITH placed (market, reached) AS (
  SELECT * FROM unnest(CAST(:places_of AS text[]), CAST(:places_read AS double precision[]))
), reach AS (
  SELECT row_number() OVER () AS number, r.*, count(*) OVER () AS total
  FROM research.country_reach(:country, :definition, :first_day, :last_day) r
), inside AS (
  SELECT DISTINCT region AS code, country FROM research.region_country
  WHERE (since IS NULL OR since <= :last_day) AND (until IS NULL OR until > :first_day)
), place AS (
  SELECT r.number, r.total, n.is_named, coalesce(i.country, n.code) AS code
  FROM reach r
  CROSS JOIN LATERAL (
    SELECT true AS is_named, unnest(r.named) AS code UNION ALL SELECT false, unnest(r.excluded)) AS n
  LEFT JOIN inside i ON i.code = n.code
), seller AS (
  SELECT number, total, code, bool_or(is_named) AS is_named, bool_or(NOT is_named) AS is_excluded
  FROM place GROUP BY 1, 2, 3
), read AS (
  SELECT avg(p.reached) AS reached
  FROM reach r LEFT JOIN placed p USING (market)
), counted AS (
  SELECT code, count(*) FILTER (WHERE is_excluded) AS vendor_count,
         count(*) FILTER (WHERE is_named AND NOT is_excluded) AS named, total
  FROM seller GROUP BY code, total
)
SELECT c.code, c.vendor_count, c.named, c.total, p.reached, h.share, h.low, h.high,
       n.share AS named_share, n.low AS named_low, n.high AS named_high
FROM counted c CROSS JOIN read p CROSS JOIN LATERAL research.count_here(c.vendor_count, c.total, p.reached) h
CROSS JOIN LATERAL research.count_here(c.named, c.total, p.reached) n
ORDER BY c.vendor_count DESC, c.named DESC, c.code
