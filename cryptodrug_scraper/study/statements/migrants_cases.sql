-- The accounts of migrants.sql; its parameters.

SELECT * FROM research.migration m
WHERE m.event = :event AND m.from_market = :closed_market AND m.to_market = :market
  AND m.class IN ('migrant', 'ambiguous')
