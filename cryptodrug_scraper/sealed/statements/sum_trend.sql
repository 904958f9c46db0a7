-- The slope of the line of least squares through the sums of the months, of the rows of rows_trend (SQLite).

WITH point AS (
  SELECT CAST(substr(month, 1, 4) AS integer) * 12 + CAST(substr(month, 6, 2) AS integer) AS x, sum(part) AS y
  FROM rows GROUP BY month
), mean AS (
  SELECT avg(x) AS x, avg(y) AS y FROM point
)
SELECT sum((p.x - m.x) * (p.y - m.y)) / nullif(sum((p.x - m.x) * (p.x - m.x)), 0) AS value, count(*) AS n,
       (SELECT count(DISTINCT r.vendor) FROM rows r WHERE r.part > 0) AS vendor_count
FROM point p CROSS JOIN mean m
