-- How many there are on average at looks after the closure over those before it, of the rows of rows_looks (SQLite).

SELECT (sum(CASE WHEN is_after THEN counted ELSE 0 END)
        / nullif(count(DISTINCT CASE WHEN is_after THEN snapshot_id END), 0))
       / nullif(sum(CASE WHEN is_after THEN 0 ELSE counted END)
                / nullif(count(DISTINCT CASE WHEN is_after THEN NULL ELSE snapshot_id END), 0), 0) AS value,
       count(DISTINCT vendor) AS vendor_count
FROM rows
