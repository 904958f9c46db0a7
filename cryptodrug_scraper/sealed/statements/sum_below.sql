-- The share of sales worth less than a limit, of the rows of rows_sales (SQLite).
-- :limit: EUR.

SELECT sum(CASE WHEN amount_eur < :limit THEN weight ELSE 0 END) / nullif(sum(weight), 0) AS value, count(*) AS n,
       count(DISTINCT vendor) AS vendor_count
FROM rows
