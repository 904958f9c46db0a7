-- The share of the country's vendors that rule any of some places out with any listing, in its field or its text.
-- n: accounts.
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
       jsonb_build_object('count', f.k, 'n', f.n) AS details
FROM found f CROSS JOIN LATERAL research.wilson(f.k, f.n) w
