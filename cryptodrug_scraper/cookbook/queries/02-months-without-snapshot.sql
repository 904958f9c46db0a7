-- Snapshots: for which months is there no snapshot of a market that was open?
--
-- A month without a snapshot has no row for vendors, listings and shares. It is unknown, and not zero: leave a gap in
-- a graph, and do not join the points on both sides of it.
--
-- :first_day: the first day (day, 2018-11-01)
-- :last_day: the last day (day, 2019-11-30)
SELECT life.market, month::date AS month
FROM market_life life
CROSS JOIN generate_series(date_trunc('month', :first_day), :last_day, interval '1 month') AS month
WHERE month + interval '1 month' > life.first_on
  AND month <= life.last_on
  AND NOT EXISTS (
      SELECT FROM snapshot s
      WHERE s.market = life.market AND date_trunc('month', s.first_at) = month)
ORDER BY 1, 2;
