-- The country's share in the window under each definition and attribution: one row per market, measure and choice.
-- :country: the country, ISO 3166-1 alpha-2.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :definitions: of each choice its definition.
-- :attributions: of each choice its attribution.

WITH choice (definition, attribution) AS (
  SELECT * FROM unnest(CAST(:definitions AS text[]), CAST(:attributions AS text[]))
), seller AS (
  SELECT p.market, p.measure, c.definition, c.attribution, p.vendor, sum(p.part) AS part, sum(p.whole) AS whole,
         sqrt(sum(p.error ^ 2)) AS error, sum(p.guess) AS guess, sum(p.whole * coalesce(p.reached, 0)) AS reached
  FROM choice c
  CROSS JOIN LATERAL research.country_part(:country, c.definition, c.attribution, :first_day, :last_day) p
  WHERE c.attribution = 'A2' OR p.measure IN ('transactions', 'turnover_eur')
  GROUP BY 1, 2, 3, 4, 5
), summed AS (
  SELECT market, measure, definition, attribution, sum(part) AS value, sum(whole) AS total,
         research.share_here(
           array_agg(part ORDER BY vendor), array_agg(whole ORDER BY vendor), array_agg(error ORDER BY vendor),
           array_agg(guess ORDER BY vendor), sum(reached) / nullif(sum(whole), 0)) AS found,
         count(*) FILTER (WHERE part > 0) AS vendor_count
  FROM seller GROUP BY 1, 2, 3, 4
)
SELECT market, measure, definition, attribution, value, total, (found).share, (found).low AS share_low,
       (found).high AS share_high, vendor_count, research.window_grade(market, :first_day, :last_day) AS grade
FROM summed ORDER BY market, measure, definition, attribution
