-- The accounts that migrants.sql counts.
-- :market: code of the market.
-- :closed_market: code of the market that closed.
-- :event: its event: the closure, or the announcement of it.

SELECT * FROM research.migration m
WHERE m.event = :event AND m.from_market = :closed_market AND m.to_market = :market
  AND m.class IN ('migrant', 'ambiguous')
