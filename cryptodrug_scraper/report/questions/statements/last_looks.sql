-- When each market was looked at last, in the window or outside of it, and for how many days another look has been due.

SELECT market, looked_at, CASE WHEN closed_on < CURRENT_DATE THEN closed_on END AS closed_on,
       floor(extract(epoch FROM now() - due_since) / 86400)::bigint AS late_days
FROM research.market_look
WHERE looked_at IS NOT NULL
ORDER BY market
