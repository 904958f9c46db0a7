-- When each market was looked at last, in the window or outside of it, and since when another look is due.
-- :markets: codes of markets; NULL for all.

SELECT market, looked_at, closed_on, due_since
FROM research.market_look
WHERE looked_at IS NOT NULL AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
ORDER BY market
