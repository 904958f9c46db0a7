-- When markets were looked at last, and the day by which each had closed.
-- :markets: their codes.

SELECT market, looked_at, closed_on FROM research.market_look WHERE market = ANY(:markets) ORDER BY market
