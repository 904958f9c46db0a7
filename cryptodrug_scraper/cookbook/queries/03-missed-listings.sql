-- Snapshots: how many listings did a market have at each snapshot, those that the crawl missed included?
--
-- seen is a lower bound. Jolly-Seber infers those missed from those that come back; it says nothing of the first and
-- the last snapshot, and counts hidden listings as live. Never add up the listings of several snapshots: that counts
-- listings that ever were.
--
-- :market: the market (market, wallstreet)
-- chart: line of jolly_seber from low to high over day
SELECT
    snapshot_first_at::date AS day,
    grade,
    max(value) FILTER (WHERE estimator = 'seen') AS seen,
    round(max(value) FILTER (WHERE estimator = 'jolly_seber')::numeric, 1) AS jolly_seber,
    round(max(low) FILTER (WHERE estimator = 'jolly_seber')::numeric, 1) AS low,
    round(max(high) FILTER (WHERE estimator = 'jolly_seber')::numeric, 1) AS high
FROM population
WHERE market = :market AND "of" = 'listing'
GROUP BY snapshot_id, snapshot_first_at, grade
ORDER BY snapshot_first_at;
