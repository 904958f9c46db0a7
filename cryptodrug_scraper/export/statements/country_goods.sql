-- How much is the country's, and how much there is: one row per market, measure, level and goods.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT g.market, g.measure, f.level, f.goods, sum(g.part) AS value, sum(g.whole) AS all_value,
       count(DISTINCT g.vendor) FILTER (WHERE g.part > 0) AS vendor_count
FROM research.country_goods(:country, :definition, :attribution, :first_day, :last_day) g
CROSS JOIN LATERAL (VALUES ('all', 'all'), ('drug_class', g.drug_class),
    ('substance', CASE WHEN g.measure <> 'turnover_eur' THEN g.substance END)) AS f(level, goods)
WHERE f.goods IS NOT NULL GROUP BY 1, 2, 3, 4
