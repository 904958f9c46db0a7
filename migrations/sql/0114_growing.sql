-- Tables to which rows are only added: all that pages state, and what pages have in common.
-- With the usual settings a month is frozen long after it was loaded, when all of it has to be written again, and the
-- planner knows nothing of what came since a fifth of it was there.
DO $$
DECLARE
    grown regclass;
BEGIN
    FOR grown IN
        SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'partitions'::regnamespace
        UNION ALL
        SELECT unnest(ARRAY['text', 'capture_origin', 'page_structure', 'category_count', 'exchange_rate']::regclass[])
    LOOP
        EXECUTE format(
            'ALTER TABLE %s SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05, '
            'autovacuum_freeze_min_age = 0)', grown);
    END LOOP;
END $$;
