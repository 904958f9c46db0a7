DO $$
DECLARE
    grown regclass;
BEGIN
    FOR grown IN
        SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace IN ('partitions'::regnamespace, 'public'::regnamespace) AND reloptions IS NOT NULL
    LOOP
        EXECUTE format(
            'ALTER TABLE %s RESET (autovacuum_vacuum_insert_scale_factor, autovacuum_analyze_scale_factor, '
            'autovacuum_freeze_min_age)', grown);
    END LOOP;
END $$;
