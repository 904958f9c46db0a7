-- The last look at each market. A look is late only where a schedule says that one was due.

SELECT market, looked_at, closed_on, due_since,
  round((extract(epoch FROM now() - due_since) / 86400)::numeric, 1) AS days_late
FROM market_look WHERE looked_at IS NOT NULL ORDER BY market
