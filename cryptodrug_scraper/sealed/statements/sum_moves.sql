-- How many moves there may be and how many there surely are, of the rows of rows_moves (SQLite).

SELECT CAST(count(*) AS real) AS value, CAST(sum(is_inside) AS real) AS low, count(DISTINCT vendor) AS vendor_count FROM rows
