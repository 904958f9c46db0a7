-- The first and the last month of which anything is known of a market: one row.
-- :market: code of the market.

SELECT date_trunc('month', min(k.first) AT TIME ZONE 'UTC')::date,
       date_trunc('month', max(k.last) AT TIME ZONE 'UTC')::date
FROM (
  SELECT min(s.first_at) AS first, max(s.last_at) AS last FROM research.snapshot s WHERE s.market = :market
  UNION ALL SELECT min(t.occurred_from), max(t.occurred_to) FROM research.transaction t WHERE t.market = :market
) k
