-- The share of goods among all that is listed, of the rows of rows_goods (SQLite).

SELECT sum(CASE WHEN is_goods THEN whole ELSE 0 END) / nullif(sum(whole), 0) AS value,
       count(DISTINCT vendor) AS vendor_count
FROM rows
