-- The share of goods among the country's over that among everyone's, of the rows of rows_goods (SQLite).

SELECT (sum(CASE WHEN is_goods THEN part ELSE 0 END) / nullif(sum(part), 0))
       / nullif(sum(CASE WHEN is_goods THEN whole ELSE 0 END) / nullif(sum(whole), 0), 0) AS value
FROM rows
