-- Of the country's vendors that have several origins in the window, at once or one after the other, the share that
-- sends from any of some places too. Vendors are those by D2, as multi_origin has them. n: these.
-- The interval is that of what happened here (count_here); details have that of another draw.
-- :country: the country, ISO 3166-1 alpha-2.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :places: other countries.

WITH found AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE m.origin_codes && CAST(:places AS text[])) AS k,
         count(*) FILTER (WHERE m.is_simultaneous) AS at_once
  FROM research.multi_origin(:country, :first_day, :last_day) m WHERE m.market = :market
)
SELECT w.share AS value, w.low, w.high, f.n, f.n AS vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN f.n > 0
            THEN jsonb_build_object('count', f.k, 'n', f.n, 'places', CAST(:places AS text[]), 'at_once', f.at_once,
                                    'draw_low', round(w.draw_low::numeric, 3),
                                     'draw_high', round(w.draw_high::numeric, 3))
       END AS details
FROM found f
LEFT JOIN research.place_reach(:first_day, :last_day) p ON p.market = :market
CROSS JOIN LATERAL research.count_here(f.k, f.n, p.reached) w
