-- The share of the country's vendors that rule any of some places out with any listing, in its field or its text. The
-- interval is that of what happened here (count_here); details have that of another draw. n: accounts.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :places: their codes.

WITH found AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE r.excluded && CAST(:places AS text[])) AS k
  FROM research.country_reach(:country, :definition, :first_day, :last_day) r WHERE r.market = :market
)
SELECT w.share AS value, w.low, w.high, f.n, f.n AS vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN f.n > 0 THEN jsonb_build_object('count', f.k, 'n', f.n,
         'draw_low', round(w.draw_low::numeric, 3), 'draw_high', round(w.draw_high::numeric, 3)) END AS details
FROM found f
LEFT JOIN research.place_reach(:first_day, :last_day) p ON p.market = :market
CROSS JOIN LATERAL research.count_here(f.k, f.n, p.reached) w
