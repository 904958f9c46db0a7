-- The share of the window, of the rows of rows_share (SQLite).

SELECT sum(part) / nullif(sum(whole), 0) AS value, count(DISTINCT CASE WHEN whole > 0 THEN vendor END) AS n,
       count(DISTINCT CASE WHEN part > 0 THEN vendor END) AS vendor_count
FROM rows
