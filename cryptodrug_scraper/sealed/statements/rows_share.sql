-- What the share of the window is summed of (country_window): one row per account, and of what is counted by months per
-- account and month whose number can be known. bears: a part of it is the country's.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :of: the measure of country_window.

WITH part AS MATERIALIZED (
  SELECT p.*, p.measure <> 'vendors' OR upper(:definition) <> 'D1' OR p.month = max(p.month) OVER () AS is_in
  FROM research.country_part(:country, :definition, :attribution, :first_day, :last_day) p
  WHERE p.market = :market AND p.measure = :of
)
SELECT p.market, p.vendor, p.month, p.part, p.whole, p.error, p.guess, p.reached, p.part > 0 AS bears
FROM part p WHERE :of <> 'vendors' AND p.is_known
UNION ALL
SELECT DISTINCT p.market, p.vendor, NULL::date, (coalesce(w.weight, 0) > 0)::int::double precision, 1::double precision,
       0::double precision, 0::double precision, NULL::double precision, coalesce(w.weight, 0) > 0
FROM part p
LEFT JOIN research.vendor_weight(:country, :definition, 'A2', :first_day, :last_day) w
  ON w.market = p.market AND w.vendor = p.vendor
WHERE :of = 'vendors' AND p.is_in
ORDER BY vendor, month
