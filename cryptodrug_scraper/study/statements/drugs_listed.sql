-- How many listings of drugs there are on the market in the window. low is the same, as more may not have been seen.
-- Of goods that are known to be drugs. n: listings.
-- :country: any country; what is listed does not depend on it.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.

WITH listed AS (
  SELECT g.vendor, g.whole FROM research.country_goods(:country, 'D2', 'A1', :first_day, :last_day) g
  WHERE g.market = :market AND g.measure = 'listings'
)
SELECT sum(l.whole) AS value, sum(l.whole) AS low, NULL::double precision AS high,
       coalesce(sum(l.whole), 0)::bigint AS n, count(DISTINCT l.vendor) AS vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN sum(l.whole) > 0 THEN jsonb_build_object('count', sum(l.whole), 'n', sum(l.whole)) END AS details
FROM listed l
