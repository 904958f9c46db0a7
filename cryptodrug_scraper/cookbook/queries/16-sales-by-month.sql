-- Sales and turnover: how many sales did each market make in each month, and for how much?
--
-- Estimates of all sales, with their limits: reviews are fewer than sales, so a bare count of reviews is too low. A
-- sale lies in the month of its order, days before its rating. grade "partial": pages show the month in part. A month
-- of which less than half can have been rated by the last snapshot has no figure, and column reason says so.
--
-- :first_day: the first day (day, 2018-11-01)
-- :last_day: the last day (day, 2019-11-30)
-- chart: line of sales from sales_low to sales_high over month, one for each market
SELECT market, month,
    round(max(value) FILTER (WHERE measure = 'transactions')::numeric) AS sales,
    round(max(low) FILTER (WHERE measure = 'transactions')::numeric) AS sales_low,
    round(max(high) FILTER (WHERE measure = 'transactions')::numeric) AS sales_high,
    round(max(value) FILTER (WHERE measure = 'turnover_eur')::numeric) AS eur,
    round(max(low) FILTER (WHERE measure = 'turnover_eur')::numeric) AS eur_low,
    round(max(high) FILTER (WHERE measure = 'turnover_eur')::numeric) AS eur_high,
    max(vendor_count) FILTER (WHERE measure = 'transactions') AS vendors,
    max(grade) FILTER (WHERE measure = 'transactions') AS grade,
    max(reason) FILTER (WHERE measure = 'transactions') AS reason
FROM market_month
WHERE month BETWEEN date_trunc('month', :first_day) AND :last_day
GROUP BY market, month
ORDER BY market, month;
