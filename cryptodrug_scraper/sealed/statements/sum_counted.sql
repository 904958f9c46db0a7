-- The share of accounts that bear the figure, of the rows of rows_reach, rows_excluding or rows_with_others (SQLite).

SELECT 1.0 * sum(bears) / nullif(sum(is_in), 0) AS value, sum(is_in) AS n FROM rows
