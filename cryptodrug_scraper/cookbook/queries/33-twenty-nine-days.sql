-- Comparability: what would the 29-day method of earlier studies give for each month, beside this estimate?
--
-- transactions_c13 (Christin 2013) takes the ratings that a snapshot shows of its last 29 days, as sales per day times
-- 30: it is a count of ratings and no estimate of sales, and comes lower. To compare with a published series use the
-- one made the same way, and name it.
--
-- chart: line of ratings_29_days over month, one for each market
SELECT market, month,
    round(max(value) FILTER (WHERE measure = 'transactions_c13')::numeric, 1) AS ratings_29_days,
    round(max(value) FILTER (WHERE measure = 'transactions')::numeric, 1) AS estimated_sales,
    max(grade) FILTER (WHERE measure = 'transactions_c13') AS grade
FROM market_month
WHERE measure IN ('transactions', 'transactions_c13')
GROUP BY market, month
HAVING bool_or(measure = 'transactions_c13')
ORDER BY market, month;
