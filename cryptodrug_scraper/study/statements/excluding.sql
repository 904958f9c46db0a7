-- F7: the share of the country's vendors that rule a place out with any listing, in its field or its text. n: accounts.
-- place: its code.

WITH found AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE :place = ANY (r.excluded)) AS k
  FROM research.country_reach(:country, :definition, :first_day, :last_day) r WHERE r.market = :market
)
SELECT w.share AS value, w.low, w.high, f.n, f.n AS vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       jsonb_build_object('count', f.k, 'n', f.n) AS details
FROM found f CROSS JOIN LATERAL research.wilson(f.k, f.n) w
