-- Markets: one row each, with its life and its snapshots.

SELECT m.market, life.first_on, life.last_on, count(*) AS snapshots, min(m.first_at) AS first_at,
  max(m.last_at) AS last_at, sum(m.capture_count) AS captures
FROM snapshot m LEFT JOIN market_life life USING (market)
GROUP BY 1, 2, 3 ORDER BY 1
