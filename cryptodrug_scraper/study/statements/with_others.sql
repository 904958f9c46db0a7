-- Of the country's vendors that have several origins in the window, at once or one after the other, the share that
-- sends from any of some places too. Vendors are those by D2, as multi_origin has them. n: these.
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
            THEN jsonb_build_object('count', f.k, 'n', f.n, 'places', CAST(:places AS text[]), 'at_once', f.at_once)
       END AS details
FROM found f CROSS JOIN LATERAL research.wilson(f.k, f.n) w
