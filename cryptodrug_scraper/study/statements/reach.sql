-- The share of the country's vendors that send over the world or all of the EU, with any listing. n: accounts that
-- state a place.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.

WITH found AS (
  SELECT count(*) FILTER (WHERE r.is_stated) AS n, count(*) FILTER (WHERE r.is_world OR r.is_europe) AS k,
         count(*) FILTER (WHERE r.is_world) AS world, count(*) AS vendors
  FROM research.country_reach(:country, :definition, :first_day, :last_day) r WHERE r.market = :market
)
SELECT w.share AS value, w.low, w.high, f.n, f.n AS vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       jsonb_build_object('count', f.k, 'n', f.n, 'world', f.world, 'silent', f.vendors - f.n) AS details
FROM found f CROSS JOIN LATERAL research.wilson(f.k, f.n) w
