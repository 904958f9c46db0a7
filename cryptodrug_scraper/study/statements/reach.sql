-- The share of the country's vendors that send to the world, the EU, Europe or more than half of the EU's members, with
-- any listing, whatever it rules out (excluding). n: accounts that state a place. The interval is that of what happened
-- here (count_here); details have that of another draw.
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
       CASE WHEN f.n > 0 THEN jsonb_build_object('count', f.k, 'n', f.n, 'world', f.world, 'silent', f.vendors - f.n,
         'draw_low', round(w.draw_low::numeric, 3), 'draw_high', round(w.draw_high::numeric, 3)) END AS details
FROM found f
LEFT JOIN research.place_reach(:first_day, :last_day) p ON p.market = :market
CROSS JOIN LATERAL research.count_here(f.k, f.n, p.reached) w
