-- The country's sales of goods over those of others, of the rows of rows_goods (SQLite).

SELECT sum(CASE WHEN is_goods THEN part ELSE 0 END) / nullif(sum(CASE WHEN is_other THEN part ELSE 0 END), 0) AS value
FROM rows
