-- Columns of the views: one row per view and column.

SELECT c.relname AS view, a.attname AS name, format_type(a.atttypid, NULL) AS type,
       col_description(c.oid, a.attnum) AS meaning, obj_description(c.oid, 'pg_class') AS grain
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'research'::regnamespace AND c.relkind = 'v'
ORDER BY c.relname, a.attnum
