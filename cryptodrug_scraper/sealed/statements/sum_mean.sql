-- What sales worth less than a limit are worth on average, of the rows of rows_sales (SQLite).
-- :limit: EUR.

SELECT sum(weight * amount_eur) / nullif(sum(weight), 0) AS value, count(*) AS n, count(DISTINCT vendor) AS vendor_count
FROM rows WHERE amount_eur < :limit
