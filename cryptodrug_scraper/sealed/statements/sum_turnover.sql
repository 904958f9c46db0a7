-- The share of turnover that is of sales worth a limit or more, of the rows of rows_sales (SQLite).
-- :limit: EUR.

SELECT sum(CASE WHEN amount_eur >= :limit THEN weight * amount_eur ELSE 0 END)
       / nullif(sum(weight * amount_eur), 0) AS value,
       count(*) AS n, count(DISTINCT vendor) AS vendor_count
FROM rows
