-- The accounts that migrants.sql counts.
-- :last_day: last day of the window.
-- :market: code of the market.
-- :closed_market: code of the market that closed.
-- :event: its event: the closure, or the announcement of it.

SELECT * FROM research.migration m
WHERE m.event = :event AND m.from_market = :closed_market AND m.to_market = :market
  AND m.class IN ('migrant', 'ambiguous')
  AND (m.first_seen_from < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC') IS NOT FALSE
  AND NOT EXISTS (
    SELECT FROM research.migration o
    WHERE (o.event, o.from_market, o.from_vendor, o.to_market) = (m.event, m.from_market, m.from_vendor, m.to_market)
      AND o.class = 'multi_homer')
