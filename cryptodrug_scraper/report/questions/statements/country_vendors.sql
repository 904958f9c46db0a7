-- What each of the country's vendors sold in the window: one row per vendor.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT p.market, p.vendor, date_trunc('month', :first_day)::date AS month,
       sum(p.part) FILTER (WHERE p.measure = 'transactions') AS transactions,
       sum(p.part) FILTER (WHERE p.measure = 'turnover_eur') AS turnover_eur,
       research.window_grade(p.market, :first_day, :last_day) AS grade
FROM research.country_part(:country, :definition, :attribution, :first_day, :last_day) p
WHERE p.measure IN ('transactions', 'turnover_eur') AND p.part > 0 AND p.is_known
GROUP BY 1, 2 ORDER BY 1, 2
