-- What every role of a new database may do.

DO $$
DECLARE
    denied regprocedure;
BEGIN
    IF pg_has_role((SELECT datdba FROM pg_database WHERE datname = current_database()), 'USAGE') THEN
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database());
    END IF;
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        FOR denied IN
            SELECT oid FROM pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace
              AND proname ~ '^(pg_(try_)?advisory_.*|lo_.*|loread|lowrite)$'
              AND proname NOT IN ('lo_import', 'lo_export')
        LOOP
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO PUBLIC', denied);
        END LOOP;
    END IF;
END
$$;
