-- The tables that leave go to a schema of their own, with their months, so that others can have their names.

CREATE TEMP TABLE leaving_month ON COMMIT DROP AS
SELECT
    leaving_table.successor,
    replace(part.relname, leaving_table.name, leaving_table.successor) AS name,
    pg_get_expr(part.relpartbound, part.oid) AS bounds
FROM leaving_table
JOIN pg_inherits ON inhparent = leaving_table.name::regclass
JOIN pg_class part ON part.oid = inhrelid
WHERE pg_get_expr(part.relpartbound, part.oid) <> 'DEFAULT';

DO $$
DECLARE
    moved regclass;
BEGIN
    FOR moved IN
        SELECT relid FROM leaving_table CROSS JOIN LATERAL pg_partition_tree(name::regclass)
    LOOP
        EXECUTE format('ALTER TABLE %s SET SCHEMA leaving', moved);
    END LOOP;
END
$$;
