-- How many moves there may be and how many there surely are, of the rows of rows_moves (SQLite).

SELECT CAST(count(*) AS real) AS value, total(is_inside) AS low, count(DISTINCT vendor) AS vendor_count FROM rows
