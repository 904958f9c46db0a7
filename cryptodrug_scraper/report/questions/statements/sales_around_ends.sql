-- Sales in the 100 days before and after markets ended: one row per sale for which a rating stands.

SELECT t.market, t.vendor, t.occurred_from, t.occurred_to,
       CASE WHEN t.price_flag NOT IN ('holding', 'free') THEN t.amount_eur END AS amount_eur
FROM research.transaction t
WHERE EXISTS (
  SELECT FROM research.market_event e
  WHERE e.acts IN ('shock', 'end', 'closing')
    AND t.occurred_to >= e.first_on - 100 AND t.occurred_from < e.last_on + 100)
ORDER BY t.market, t.vendor, t.transaction_id
